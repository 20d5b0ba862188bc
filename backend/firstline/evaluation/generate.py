"""Texts with planted secrets and look-alikes, made from the templates and values of a block."""

import base64
import json
import random
import re
import uuid
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from .sheet import Block

_RUN = re.compile(r"\[([^\]]+)\]\{(\d+)(?:,(\d+))?\}")
_MADE = re.compile(r"<(uuid|card|notcard|jwt|base64|hex)(?::(\d{1,5}))?>")
_SLOT = re.compile(r"\{(\w+)\}")
_DAY_LENGTH = 32  # bytes, where none is given
_CARD = 16  # digits


class Planted(Struct, frozen=True):
    """Messages of one sender, the value in them, and whether it is a secret."""

    messages: tuple[str, ...]
    value: str
    secret: bool


def texts(block: Block) -> Iterator[Planted]:
    """As many texts as the block asks for; the same block gives the same ones."""
    # A secret's randomness is for variety, and must be the same every time.
    dice = random.Random(block.id)  # noqa: S311
    values = block.secrets or block.others
    for number in range(block.count):
        turn, place = divmod(number, len(block.templates))
        template = block.templates[place]
        # Shifted by one each time round, so that every template meets every value.
        value = realised(values[(turn + place) % len(values)], dice)
        slots = {name: dice.choice(words) for name, words in sorted(block.fill.items())}
        pieces = (template,) if isinstance(template, str) else template
        said = tuple(_filled(piece, slots | {"secret": value, "other": value}) for piece in pieces)
        yield Planted(said, value, bool(block.secrets))


def _filled(template: str, slots: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda slot: slots.get(slot[1], slot[0]), template)


def realised(written: str, dice: random.Random) -> str:
    """A value with its classes and generated parts filled in."""
    made = _MADE.sub(lambda part: _MAKERS[part[1]](dice, int(part[2] or _DAY_LENGTH)), written)
    return _RUN.sub(lambda run: _drawn(run, dice), made)


def _drawn(run: re.Match[str], dice: random.Random) -> str:
    count = dice.randint(int(run[2]), int(run[3] or run[2]))
    return "".join(dice.choices(_signs(run[1]), k=count))


def _signs(written: str) -> str:
    """The characters of a class: `A-Z0-9_`."""
    return re.sub(r"(.)-(.)", lambda r: "".join(map(chr, range(ord(r[1]), ord(r[2]) + 1))), written)


def _card(dice: random.Random, _: int) -> str:
    digits = "4" + "".join(str(dice.randrange(10)) for _ in range(_CARD - 2))
    return digits + str(-_luhn(digits + "0") % 10)


def _no_card(dice: random.Random, _: int) -> str:
    card = _card(dice, 0)
    return card[:-1] + str((int(card[-1]) + 1 + dice.randrange(9)) % 10)


def _luhn(digits: str) -> int:
    doubled = (int(d) * (2 if at % 2 else 1) for at, d in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled)  # noqa: PLR2004 - a digit has one figure


def _jwt(dice: random.Random, _: int) -> str:
    header = {"alg": "HS256", "typ": "JWT"}
    claims = {"sub": str(dice.randrange(10**9)), "iat": 1_700_000_000 + dice.randrange(10**8)}
    parts = [json.dumps(one, separators=(",", ":")).encode() for one in (header, claims)]
    return ".".join(_base64url(part) for part in (*parts, dice.randbytes(32)))


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


_MAKERS: dict[str, Callable[[random.Random, int], str]] = {
    "uuid": lambda dice, _: str(uuid.UUID(int=dice.getrandbits(128), version=4)),
    "card": _card,
    "notcard": _no_card,
    "jwt": _jwt,
    "base64": lambda dice, n: base64.b64encode(dice.randbytes(n)).decode(),
    "hex": lambda dice, n: f"{dice.getrandbits(4 * n):0{n}x}",
}
