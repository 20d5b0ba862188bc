"""Which subjects exclude each other, and which symptoms two people may see in one fault (R25).

The names are those of `lookups.yml`.
"""

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


def families_apart(one: frozenset[str], two: frozenset[str]) -> int:
    """Of how many families both name subjects, and none in common."""
    named = ((one & family, two & family) for family in FAMILIES)
    return sum(1 for first, second in named if first and second and first.isdisjoint(second))


def near(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether symptoms of both are kindred."""
    return any(one & kin and two & kin for kin in KIN)
