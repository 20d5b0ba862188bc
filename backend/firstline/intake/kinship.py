"""Which subjects exclude each other, and which symptoms two people may see in one fault (R25).

The names are those of `lookups.yml`.
"""

from functools import lru_cache

FAMILIES: tuple[frozenset[str], ...] = tuple(
    map(
        frozenset,
        (
            {"image", "audio", "video", "sticker", "pdf"},
            {"upload", "download"},
            {"inbound", "outbound"},
            {"webhook", "template", "media"},
            {"password", "second_factor", "invitation", "rights", "reset"},
            {"registration", "migration", "display_name", "badge", "limit", "picture", "quality"},
            {"tax", "address", "refund", "price", "balance", "charge", "plan"},
        ),
    )
)
"""Subjects of which one issue has one: who names an image means no video."""

KIN: tuple[frozenset[str], ...] = tuple(
    map(
        frozenset,
        (
            {"undelivered", "missing", "blank", "half", "stuck"},
            {"undelivered", "down", "timeout"},
            {"late", "stuck", "spinning", "timeout"},
            {"rejected", "invalid", "locked", "expired", "wrong"},
            {"broken", "blank", "blurry", "noiseless", "down"},
            {"loop", "disconnected", "locked", "spinning"},
        ),
    )
)
"""Symptoms that two people may see in one fault."""


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
