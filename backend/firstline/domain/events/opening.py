"""How a conversation begins: a number, a customer and a promise."""

from typing import Literal

from msgspec import Struct

Channel = Literal["chat", "mail", "form"]


class Person(Struct, frozen=True, omit_defaults=True):
    """The customer as the company's site signed them (R01); `verified` is the server's word."""

    id: str = ""
    name: str = ""
    email: str = ""
    plan: str = ""
    organisation: str = ""
    verified: bool = False
    reads_organisation: bool = False


class NumberReserved(Struct, frozen=True, tag=True, tag_field="type"):
    """A widget was opened and got its number (R20). `policy` is the hash of the promise."""

    number: str
    channel: Channel
    customer: Person
    key_hash: str
    language: str
    browser_languages: tuple[str, ...]
    zone: str
    policy: str
    team: str
    demo: bool = False


OpeningEvent = NumberReserved
