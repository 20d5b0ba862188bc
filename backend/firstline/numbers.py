"""Names of new conversations, drawn at random."""

import base64
import secrets

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
"""No letters and digits that are taken for each other, and no vowels that make words."""


def new_number() -> str:
    """A public number such as K7Q-4M2X: about 10^10 of them, checked for uniqueness on storing."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(7))
    return f"{drawn[:3]}-{drawn[3:]}"


def new_stream() -> str:
    """The id of a conversation: 26 base32 characters of 130 random bits."""
    return base64.b32encode(secrets.token_bytes(17)).decode().lower()[:26]
