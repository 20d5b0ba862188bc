"""The demo's pages: small templates, filled with texts that are escaped and parts that are not.

`{{key}}` is the text of a key, `{{=name}}` a part that was made here.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from pathlib import Path

from firstline.locales import fill

FOLDER = Path(__file__).parent / "demo_site"
SLOT = re.compile(r"\{\{(=?)([a-z_.0-9]+)\}\}")

type Words = Mapping[str, str]


def template(file: str, words: Words, /, **parts: str) -> str:
    """A template filled in; raises KeyError for a text or a part that does not exist."""

    def slot(match: re.Match[str]) -> str:
        return parts[match[2]] if match[1] else escape(words[match[2]])

    return SLOT.sub(slot, _source(file))


def text(words: Words, key: str, **values: object) -> str:
    """One text, filled in and escaped."""
    return escape(fill(words[key], values))


def link(address: str, label: str, *, here: bool = False, note: str = "") -> str:
    """A link; `label` and `note` are escaped already."""
    current = ' aria-current="true"' if here else ""
    small = f" <small>{note}</small>" if note else ""
    return f'<a href="{escape(address)}"{current}>{label}{small}</a>'


def options(pairs: Iterable[tuple[str, str]]) -> str:
    """The options of a choice; the labels are escaped already."""
    return "".join(f'<option value="{escape(value)}">{label}</option>' for value, label in pairs)


@cache
def _source(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")
