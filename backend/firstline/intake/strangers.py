"""Languages that are not offered, and Russian in Latin letters (R22). Pure.

Five profiles know only five languages, so that Italian comes out as Spanish. A few of the words
without which nobody writes three sentences are looked for first, which costs nothing; only where
some are there are ten profiles of langdetect asked.
"""

import re
from collections.abc import Sequence

NEAREST = {"uk": "ru", "it": "es", "fr": "en", "nl": "en", "pl": "en"}
"""Languages that are told apart, and the offered one that serves their readers best."""
SURE = 0.99
"""The probability from which a message is in a language that is not offered."""
FROM_WORDS = 4
"""Fewer words are left to the offered languages: half of them are borrowed."""

_WORDS = {
    "uk": "це що як нас немає вже ще від наші наша було тому також",
    "it": (
        "il gli di che sono della delle dei nel nella nostri nostro nostra abbiamo ho è anche"
        " perché più buongiorno buonasera salve ciao grazie da stamattina ieri non ad alla siamo"
        " stato stata funziona arrivano riesco messaggi clienti ci con un una"
    ),
    "fr": (
        "je nous vous les des est sont pas nos notre avec pour dans depuis mais une aux sur"
        " bonjour bonsoir salut merci matin hier plus ça c'est j'ai n'arrive le la ne un ce qui"
    ),
    "nl": "het niet een wij onze worden van geen zijn wordt goedemorgen sinds naar maar ik kan",
    "pl": "nie się jest od że mamy nasze dla już jak czy dzień dobry wczoraj może co",
}
_TELLING = {name: frozenset(words.split()) for name, words in _WORDS.items()}
_UKRAINIAN = re.compile("[іїєґ]", re.IGNORECASE)
_HINTS = 2  # telling words, beside what langdetect says

_LATIN_WORDS = (
    "chto eto kak privet zdravstvuyte zdravstvujte dobryj dobryi dobrogo pozhaluysta pozhalujsta"
    " pojaluista spasibo oshibka oshibku oshibki klient klienty klientam klientov utra vechera"
    " segodnya segodnja vchera mozhno mojno pomogite pochemu kogda uzhe uje eshche"
    " esche tozhe tolko nichego vseh vsyo vsem izvini izvinite takaya takoy nomer nomera shablon"
    " shabloni shablony dengi schet oplata zhdem zhdu nachalos chasa chasov minut kompe"
    " raskladki soobscheniya soobshcheniya soobsheniya soobschenie nashi nash nasha ili"
)
_LATIN_RUSSIAN = frozenset(_LATIN_WORDS.split())
_LATIN_ENDING = re.compile(r"[a-z]{2,}(?:tsya|tsja|yut|jut|aet|yaet|yat|ilos|alos|ogo|niya|nija)$")
_LATIN_HITS = 3
_LATIN_SHARE = 1 / 3


def hinted(words: Sequence[str]) -> bool:
    """Whether a message has words that only a language that is not offered has so often."""
    small = {word.casefold() for word in words}
    if len(words) < FROM_WORDS:
        return False
    letters = any(_UKRAINIAN.search(word) for word in small)
    return letters or any(len(small & telling) >= _HINTS for telling in _TELLING.values())


def fits(name: str, words: Sequence[str]) -> bool:
    """Whether the words bear out that it is this language."""
    small = {word.casefold() for word in words}
    if name == "uk":
        return any(_UKRAINIAN.search(word) for word in small)
    return len(small & _TELLING.get(name, frozenset())) >= _HINTS


def is_latin_russian(words: Sequence[str]) -> bool:
    """Whether it is Russian in Latin letters: 'privet, ne prihodyat soobscheniya'."""
    small = [word.casefold() for word in words]
    hits = sum(word in _LATIN_RUSSIAN or bool(_LATIN_ENDING.match(word)) for word in small)
    return hits >= _LATIN_HITS and hits >= _LATIN_SHARE * len(small)
