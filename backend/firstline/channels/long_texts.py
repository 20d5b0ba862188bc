"""A customer's text that is longer than a message may be loses nothing: it is kept as a file.

The message shows its beginning. Whoever pastes a log must not be told to make a file of it first.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec

from firstline.domain.conversation import Conversation
from firstline.domain.errors import TextIsTooLong
from firstline.domain.events import Attachment
from firstline.masking import Masked, mask
from firstline.wire import secrets_of

from .socket import MOST_FILES

type Kept = Awaitable[Attachment]

LONGEST_TEXT = 100_000
"""Characters that a customer may send at once; what is longer is to be uploaded as a file."""
BEGINNING = 2_000
"""Characters of a long text that the message shows."""
FILE = "message.txt"
MORE = " …"


async def with_long_text(
    fields: Mapping[str, Any], state: Conversation, limit: int, keep: Callable[[Masked], Kept]
) -> Mapping[str, Any]:
    """The fields of a message with a text above the limit as a file; others stay as they are.

    `keep` stores what is masked. Raises TextIsTooLong (limit in characters), StoreRefused.
    """
    said = fields.get("text")
    if not isinstance(said, str) or len(said) <= limit:
        return fields
    text, files = said.strip(), fields.get("files") or []
    if len(text) > LONGEST_TEXT or len(files) >= MOST_FILES:
        raise TextIsTooLong(limit=LONGEST_TEXT if len(text) > LONGEST_TEXT else limit)
    if len(text) <= limit or fields.get("id") in state.ids:
        return {**fields, "text": text[:BEGINNING]}  # what is sent again is stored already
    masked = await asyncio.to_thread(_mask, text, state)
    kept = await keep(masked)
    given = fields.get("secrets")
    told = given if isinstance(given, list) else []
    return {
        **fields,
        "text": _beginning(masked.text, min(BEGINNING, limit) - len(MORE)),
        "files": [*files, msgspec.to_builtins(kept)],
        "secrets": [*told, *msgspec.to_builtins(secrets_of(masked))],
    }


def _mask(text: str, state: Conversation) -> Masked:
    """Without secrets; what was said and asked before tells only of how the text begins."""
    whole = mask(text)
    head, rest = whole.text[:BEGINNING], whole.text[BEGINNING:]
    begun = mask(head, state.customer_said or None, asked=state.agent_said)
    return Masked(begun.text + rest, (*begun.notices, *whole.notices))


def _beginning(text: str, most: int) -> str:
    """Up to the end of a word, if one ends in the second half."""
    cut = text[:most]
    at = max(cut.rfind(" "), cut.rfind("\n"))
    return (cut[:at] if at > most // 2 else cut).rstrip() + MORE
