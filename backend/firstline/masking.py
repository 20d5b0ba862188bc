"""The one gate for secrets (R27): what has passed `mask` holds none as text.

Everything that anyone sends goes through it before anything else sees it: in the browser
(`client/src/masking.ts`, by the same rules) and again here. The rules stand in `masking.yml`.

`python -m firstline.masking` prints the rules as the JSON that the browser's side is built with.
"""

import functools
import json
import sys
from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from firstline.masking_browser import for_browser
from firstline.masking_gate import Gate, Masked, Notice
from firstline.masking_patterns import check_patterns, read_book
from firstline.masking_reading import readings

LONGEST_NAME = 16
"""Characters up to which the key of a dict is taken for a name that holds no secret itself."""

__all__ = [
    "Masked",
    "MaskedValue",
    "Notice",
    "check_patterns",
    "mask",
    "mask_log",
    "mask_value",
]


class MaskedValue(msgspec.Struct, frozen=True):
    """Data without its secrets, and what both sides are told of them."""

    value: Any
    notices: tuple[Notice, ...] = ()


def mask(
    text: str, after: str | None = None, spare: Collection[str] = (), asked: str = ""
) -> Masked:
    """Take the secrets out of a text. Masking what is masked changes nothing.

    Args:
        text: What someone wrote, pasted, or sent as a file.
        after: What the same person sent just before, masked: 'my password is' says what the next
            words are, and a key may come in two halves.
        spare: Values that their sender has called no secrets; only keys and tokens can be.
        asked: What the other side said last: 'What is your PIN?' says what the next words are.

    Returns:
        The text, with the kind and the remains of each secret, in the order of the text.
    """
    for reading in readings(text):
        masked = _gate().mask(reading, spare)
        if after:
            masked = _gate().mask_after(masked, after, spare)
        if asked:
            masked = _gate().mask_asked(masked, asked, spare)
        if masked.notices:
            return masked
    return Masked(text)


def mask_value(value: object) -> MaskedValue:
    """Mask every string in data as JSON has it (dicts, lists, tuples); other objects stay.

    A string is judged together with its key, and with the `name` or `key` beside a `value`, as
    HAR files and Postman write headers.
    """
    notices: dict[Notice, None] = {}
    return MaskedValue(_cleaned(value, notices), tuple(notices))


def mask_log(_logger: object, _method: str, event: Mapping[str, Any]) -> dict[str, Any]:
    """Mask a log entry: a processor for structlog, to stand before every renderer."""
    cleaned: dict[str, Any] = mask_value(dict(event)).value
    return cleaned


@functools.cache
def _gate() -> Gate:
    return Gate(read_book())


def _cleaned(value: object, notices: dict[Notice, None]) -> object:
    match value:
        case str():
            return _noted(mask(value), notices)
        case dict():
            return {_cleaned_key(key, notices): _cleaned_item(value, key, notices) for key in value}
        case list():
            return [_cleaned(each, notices) for each in value]
        case tuple():
            return tuple(_cleaned(each, notices) for each in value)
    return value


def _cleaned_key(key: object, notices: dict[Notice, None]) -> object:
    return _cleaned(key, notices) if isinstance(key, str) and len(key) > LONGEST_NAME else key


def _cleaned_item(data: dict[object, object], key: object, notices: dict[Notice, None]) -> object:
    value = data[key]
    if not isinstance(key, str) or not isinstance(value, str):
        return _cleaned(value, notices)
    name = data.get("name", data.get("key")) if key == "value" else key
    return _named(name if isinstance(name, str) else key, value, notices)


def _named(name: str, value: str, notices: dict[Notice, None]) -> str:
    """Mask a value as it would be in JSON beside its name."""
    if not _gate().may_concern(name):
        return _noted(mask(value), notices)
    head = json.dumps(name, ensure_ascii=False) + ": "
    masked = mask(head + json.dumps(value, ensure_ascii=False))
    try:
        cleaned: str = json.loads(masked.text.removeprefix(head))
    except ValueError:  # what was hidden reached over a quote, or stood in the name
        whole = masked.text.endswith(json.dumps(value, ensure_ascii=False))
        cleaned = mask(value).text if whole else _gate().hidden
    notices |= dict.fromkeys(masked.notices)
    return cleaned


def _noted(masked: Masked, notices: dict[Notice, None]) -> str:
    notices |= dict.fromkeys(masked.notices)
    return masked.text


if __name__ == "__main__":
    sys.stdout.write(for_browser())
