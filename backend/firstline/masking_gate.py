"""What is done with the secrets that are found: each is replaced by what may be seen of it.

`client/src/masking.ts` does the same.
"""

import re
from collections.abc import Collection

import msgspec

from firstline.masking_finding import Finder
from firstline.masking_patterns import Book
from firstline.masking_reading import Span
from firstline.masking_words import FAR_WITHIN

SHORTEST_WITH_ENDS = 20
"""Characters that a key must have for its ends to be shown (R27)."""
_ENDS = 4
_TAIL = 160
_STRADDLE = 16
_QUESTION_ENDS = " \t\r\n.?!…:)"
_PASSES = 64
_ROUNDS = 2
_HALF_BEGUN = re.compile(r"[A-Za-z0-9_-]{8}\Z")
_HALF = re.compile("[A-Za-z0-9]{10,1024}(?:_AK)?")


class Notice(msgspec.Struct, frozen=True):
    """One secret that was taken out."""

    kind: str
    """One of `masking_patterns.KINDS`."""
    shown: str
    """What stands in its place: `V9pP…zpf0` or `••••`."""


class Masked(msgspec.Struct, frozen=True):
    """A text without its secrets, and what both sides are told of them."""

    text: str
    notices: tuple[Notice, ...] = ()


class Gate:
    """Takes secrets out of texts, by the rules of a book."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._finder = Finder(book)
        self.may_concern = self._finder.may_concern
        self.hidden = book.hidden

    def mask(self, text: str, spare: Collection[str] = ()) -> Masked:
        """Take the secrets out, until none is left that the others had hidden."""
        spans = self._finder.spans(text, spare)
        if not spans:
            return Masked(text)
        notices: dict[Notice, None] = {}
        for _ in range(_PASSES):
            text, found = self._replace(text, spans)
            notices |= dict.fromkeys(found)
            spans = self._finder.spans(text, spare)
            if not spans:
                break
        return Masked(text, tuple(notices))

    def mask_after(
        self, masked: Masked, after: str, spare: Collection[str] = (), rounds: int = _ROUNDS
    ) -> Masked:
        """Take out what is a secret only together with what was said before."""
        before, said = after.rstrip()[-_TAIL:], masked.text.strip()
        if not before or not said:
            return masked
        if self._ends_in_remains(before) and _is_half(said):
            rank = next(i for i, rule in enumerate(self._book.rules) if rule.kind == "api_key")
            return self._hide(masked, [Span(0, len(said), rank)])
        digits_meet = before[-1].isdigit() and said[0].isdigit()
        if not digits_meet and not self.may_concern(before + said[:_STRADDLE]):
            return masked
        meet = _HALF_BEGUN.search(before) and said[0].isalnum()
        for joint in (" ", "\n", "") if meet else (" ", "\n"):
            edge = len(before) + len(joint)
            crossing = [
                Span(max(span.start - edge, 0), span.end - edge, span.rank)
                for span in self._finder.spans(before + joint + said[:FAR_WITHIN], spare)
                if span.end > edge
            ]
            if crossing:
                hidden = self._hide(masked, crossing)
                return self.mask_after(hidden, after, spare, rounds - 1) if rounds else hidden
        return masked

    def mask_asked(self, masked: Masked, asked: str, spare: Collection[str] = ()) -> Masked:
        """Take out what is a secret as the answer to a question: 'What is your PIN?'.

        Only what no one would take for a word: 'yes' answers 'did you change the password?'.
        """
        before = asked.rstrip(_QUESTION_ENDS)[-_TAIL:] + ": "
        said = masked.text.strip()
        if not said or not self.may_concern(before):
            return masked
        crossing = [
            Span(max(span.start - len(before), 0), span.end - len(before), span.rank)
            for span in self._finder.spans(before + said[:FAR_WITHIN], spare)
            if span.end > len(before)
        ]
        odd = [span for span in crossing if any(map(str.isdigit, said[span.start : span.end]))]
        return self._hide(masked, odd) if odd else masked

    def _ends_in_remains(self, before: str) -> bool:
        return before.endswith(self._book.hidden) or self._finder.is_remains(before[-9:])

    def _hide(self, masked: Masked, spans: list[Span]) -> Masked:
        lead = len(masked.text) - len(masked.text.lstrip())
        moved = [Span(span.start + lead, span.end + lead, span.rank) for span in spans]
        text, found = self._replace(masked.text, moved)
        return Masked(text, tuple(dict.fromkeys([*masked.notices, *found])))

    def _replace(self, text: str, spans: list[Span]) -> tuple[str, list[Notice]]:
        pieces: list[str] = []
        notices: list[Notice] = []
        at = 0
        for start, end, rank in spans:
            notice = self._notice(self._book.rules[rank].kind, text[start:end])
            pieces += text[at:start], notice.shown
            notices.append(notice)
            at = end
        return "".join([*pieces, text[at:]]), notices

    def _notice(self, kind: str, value: str) -> Notice:
        if self._book.kinds[kind] == "ends" and len(value) >= SHORTEST_WITH_ENDS:
            return Notice(kind, f"{value[:_ENDS]}…{value[-_ENDS:]}")
        return Notice(kind, self._book.hidden)


def _is_half(text: str) -> bool:
    """Tell whether a text can be the rest of a key whose beginning was masked."""
    return bool(_HALF.fullmatch(text)) and any(map(str.isdigit, text)) and not text.isdigit()
