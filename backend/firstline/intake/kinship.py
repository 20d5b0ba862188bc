"""Which subjects exclude each other, and what two people may see in one fault (R25).

Subjects and symptoms are those of `lookups.yml`, troubles those of `troubles.yml`.
"""

from functools import lru_cache


def _families(*written: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(one.split()) for one in written)


FAMILIES = _families(
    "image audio video sticker pdf lists location",
    "sandbox production",
    "sign_in registration",
    "upload download",
    "inbound outbound",
    "webhook template media",
    "password second_factor invitation rights reset",
    "registration migration display_name badge limit picture hours",
    "tax address refund price balance charge plan",
)
"""Subjects of which one issue has one: who names an image means no video."""

KIN = _families(
    "undelivered missing blank half stuck",
    "undelivered down timeout",
    "late stuck spinning timeout",
    "rejected invalid locked expired wrong",
    "broken blank blurry noiseless down",
    "loop disconnected locked spinning",
)
"""Symptoms that two people may see in one fault."""

TROUBLES = _families(
    "api_down api_timeout sending_refused sending_stopped connection",
    "sending_stopped not_arriving campaign",
    "rate_limited limit_reached campaign",
    "key_invalid key_change sending_refused sending_stopped bot_silent integration",
    "webhook_silent webhook_disabled inbound_missing receipts_missing bot_silent integration",
    "webhook_late inbound_late",
    "webhook_twice inbound_twice bot_wrong",
    "webhook_setup webhook_disabled connection",
    "media_download media_inbound voice",
    "media_upload media_type template_media",
    "receipts_missing receipts_wrong statistics",
    "inbox_missing inbound_missing",
    "login_password account_locked reset_mail second_factor",
    "login_password sso rights",
    "rights api_forbidden portal_error",
    "portal_error portal_slow",
    "export statistics",
    "template_variables request_invalid text_garbled",
    "template_category amount_wrong invoice_details refund discount",
    "charged_twice charge_unknown refund",
    "payment_refused balance suspended",
    "balance refund",
    "number_banned number_offline number_quality sending_refused",
    "limit_reached number_quality template_paused",
    "number_migration number_pin",
    "number_registration code_refused code_not_arriving",
    "name_pending name_refused",
    "template_pending template_rejected template_category",
    "sent_by_itself opt_out",
    "window_closed contact_invalid not_arriving sending_refused",
    "flows buttons_broken",
    "sdk request_invalid endpoint_missing",
)
"""Troubles that two people may tell of where one fault is behind both: cause and consequence."""


_KEPT = 16_384
"""Answers that are remembered: a few dozen names make few different sets."""


@lru_cache(_KEPT)
def apart(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether both name subjects of one family, and none in common."""
    return any(
        one & family and two & family and (one & family).isdisjoint(two) for family in FAMILIES
    )


@lru_cache(_KEPT)
def near(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether symptoms of both are kindred."""
    return any(one & kin and two & kin for kin in KIN)
