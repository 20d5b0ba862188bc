"""What a mail of ours is known by when it comes back, and what a mail server says of it (R32)."""

import re

STATUS = r"[245]\.[0-9]{1,3}\.[0-9]{1,3}"
"""The form of a status such as 5.1.1 (RFC 3463)."""
OURS = re.compile(r"\s*<([0-9A-Z]{3}-[0-9A-Z]{4})\.([1-9][0-9]{0,8})@[^<>@\s]+>\s*")


def message_id(number: str, upto: int, host: str) -> str:
    """The Message-ID of the mail up to `upto` of conversation `number`; a repeat has it, too."""
    return f"<{number}.{upto}@{host}>"


def thread_id(number: str, host: str) -> str:
    """The Message-ID of a mail that never was, to which all of a conversation are answers."""
    return f"<{number}@{host}>"


def named_by(id: str) -> tuple[str, int] | None:
    """Number and `upto` of the mail with this Message-ID; None if we give no such."""
    found = OURS.fullmatch(id)
    return (found[1], int(found[2])) if found else None
