"""Blanking (R52): an event without its texts and personal fields, its kind and numbers kept."""

from msgspec.structs import fields, replace

from .context import Finding
from .events import Event, Person, SplitPart
from .evolve.mail import NEVER_TRIED

PERSONAL: dict[str, object] = {
    "text": "",
    "solution": "",
    "comment": "",
    "subject": "",
    "secrets": (),
    "released": (),
    "files": (),
    "values": {},
    "mentions": (),
    "tags": (),
    "reason": "",
    "key_hash": "",
    "zone": "",
}
"""Fields that hold what people wrote or who they are, with what stands there afterwards."""


def blank(event: Event) -> Event:
    """The same event as if nobody had written anything. Ids, marks and times stay."""
    changes: dict[str, object] = {}
    for field in fields(event):
        value = getattr(event, field.name)
        if field.name in PERSONAL:
            changes[field.name] = PERSONAL[field.name]
        elif isinstance(value, Person):
            changes[field.name] = Person(plan=value.plan, verified=value.verified)
        elif field.name == "findings":
            changes[field.name] = tuple(Finding(found.what, "") for found in value)
        elif field.name == "error":
            # A mail server's words name addresses; the desk's own say what the fold has to know.
            changes[field.name] = value if value in NEVER_TRIED else ""
        elif field.name == "parts":
            changes[field.name] = tuple(SplitPart(part.stream, part.number) for part in value)
    return replace(event, **changes)
