"""A fast first look: which of many words may stand in a text at all.

Every message passes the gate, and hardly any holds a secret. Asking for each of a hundred words one
by one costs more than the rest of the gate; here one scan looks for a short piece of each word that
begins with a character rare in what customers write, so that the scan seldom has to stop.
"""

import re
from collections.abc import Iterable

RARE = "&óü?_xпzк-:/29kvwbgplc"
"""Characters below 3 % of support messages in five languages and JSON, rarest first (measured)."""

_SIZES = (5, 4, 3)


class Wakes:
    """Finds which words of a list a text holds; a superset, never too few."""

    def __init__(self, words: Iterable[str]) -> None:
        self._pieces: dict[str, list[str]] = {}
        self._others: list[str] = []
        for word in sorted(set(words), key=lambda word: (len(word), word)):
            known = next((piece for piece in self._pieces if piece in word), None)
            piece = known or self._piece(word)
            if piece:
                self._pieces.setdefault(piece, []).append(word)
            else:
                self._others.append(word)
        self._scan = re.compile(_by_first_letter(self._pieces))

    def _piece(self, word: str) -> str | None:
        pieces = (word[at : at + size] for size in _SIZES for at in range(len(word) - size + 1))
        apart = (
            piece
            for piece in (*pieces, word)
            if piece[0] in RARE and not any(piece in known for known in self._pieces)
        )
        return min(apart, key=lambda piece: RARE.index(piece[0]), default=None)

    def words_in(self, low: str) -> list[str]:
        """Name the words that a lower-cased text holds, in no special order."""
        words = [word for word in self._others if word in low]
        found = self._scan.search(low)
        if found is None:
            return words
        pieces = set()
        while found is not None:
            pieces.add(found[0])
            # From the next character on: two pieces may overlap.
            found = self._scan.search(low, found.start() + 1)
        words += [word for piece in pieces for word in self._pieces[piece] if word in low]
        return words


def _by_first_letter(pieces: Iterable[str]) -> str:
    """Write the pieces as one pattern that branches on the first letter only once."""
    rests: dict[str, list[str]] = {}
    for piece in sorted(pieces):
        rests.setdefault(piece[0], []).append(re.escape(piece[1:]))
    # The commonest first: a branch is tried in this order.
    firsts = sorted(rests, key=RARE.index, reverse=True)
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rests[first])})" for first in firsts)
