"""The number before anything else."""

from msgspec import Struct

from firstline.domain.events import Channel, Person


class ReserveNumber(Struct, frozen=True):
    """Open the widget: a number before anything else (R20)."""

    number: str
    channel: Channel
    customer: Person
    key_hash: str
    language: str
    browser_languages: tuple[str, ...]
    zone: str
    policy: str


OpeningCommand = ReserveNumber
