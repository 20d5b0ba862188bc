"""What the browser's side of the gate is built with: rules, and how a text is read, as JSON."""

import msgspec

from firstline import masking_reading as reading
from firstline import masking_words as words
from firstline.masking_patterns import read_book, read_sheet

READING = {
    "opening": reading.OPENING.pattern,
    "closing": reading.CLOSING,
    "quote": words.QUOTE.pattern,
    "disguise": reading.DISGUISE.pattern,
    "piece": words.PIECE.pattern,
    "far_piece": words.FAR_PIECE.pattern,
    "odd": words.ODD.pattern,
    "around": words.AROUND,
    "lead": reading.LEAD,
    "trail": reading.TRAIL,
    "joining": reading.JOINING,
}
"""Patterns and signs by which a text is read."""


def for_browser() -> str:
    """Give the JSON that stands in `client/src/generated/masking.json`.

    The parts stand apart in it: with each put in wherever it is named, it would be thrice as long.
    """
    sheet = read_sheet()
    book = msgspec.to_builtins(msgspec.structs.replace(read_book(), rules=sheet.rules))
    built = msgspec.json.encode(book | {"parts": sheet.parts, "reading": READING})
    return msgspec.json.format(built, indent=1).decode() + "\n"
