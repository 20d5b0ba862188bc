"""A conversation as plain text, to be read, printed or sent on by people (R50)."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from firstline.domain.conversation import Conversation
from firstline.domain.events import Recorded
from firstline.locales import fill

from .lines import Entry, NameOf
from .transcript import for_agent

type Words = Mapping[str, str]
"""The inbox's texts by key, in the reader's language."""
NAMED = {"cause": "cause", "clock": "clock", "language": "languages", "team": "team"}
"""Values of a line that have names of their own, and where those stand among the texts."""


def plain(state: Conversation, recorded: Iterable[Recorded], name_of: NameOf, words: Words) -> str:
    """Everything that an agent sees of it, one entry a paragraph; times are UTC."""
    head = f"{state.number}  {state.subject}".rstrip()
    entries = [_paragraph(entry, words) for entry in for_agent(recorded, name_of)]
    return "\n\n".join([f"{head}\n{'=' * len(head)}", *entries]) + "\n"


def _paragraph(entry: Entry, words: Words) -> str:
    time = _time(entry.at)
    if entry.kind == "event":
        return f"{time}  {_happened(entry, words)}"
    text = words["line.erased"] if entry.erased else entry.text
    lines = [f"{time}  {_speaker(entry, words)}:", *(f"    {one}" for one in text.splitlines())]
    lines += [f"    [{file.name}, {file.size} B, {file.id}]" for file in entry.files]
    return "\n".join(lines)


def _speaker(entry: Entry, words: Words) -> str:
    name = entry.author.name if entry.author else ""
    if entry.kind == "note":
        return fill(words["line.note"], {"name": name})
    return name or words[f"line.{entry.kind}"]


def _happened(entry: Entry, words: Words) -> str:
    values = {name: _value(name, value, words) for name, value in entry.values.items()}
    said = fill(words.get(f"event.{entry.key}", entry.key), values)
    reason = values.get("reason")
    return f"{said} ({reason})" if reason else said


def _value(name: str, value: object, words: Words) -> str:
    if name.endswith("_at") and isinstance(value, int):
        return _time(value)
    return words.get(f"{NAMED.get(name, name)}.{value}", str(value))


def _time(moment: int) -> str:
    return f"{datetime.fromtimestamp(moment / 1000, UTC):%Y-%m-%d %H:%M:%S}"
