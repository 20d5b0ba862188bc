"""Which of the five languages a customer writes in (R22).

langdetect, restricted to five profiles, and lingua judge sentences together; lingua judges what
is shorter, with how common the words are in each language. The browser's languages are prior
knowledge. What was pasted (code, addresses, error messages, which are mostly English) does not
count. Where all this leaves doubt, the answer is unsure and the bot asks.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from http import HTTPStatus
from pathlib import Path

import langdetect
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException
from langdetect.utils.lang_profile import LangProfile
from lingua import Language, LanguageDetector, LanguageDetectorBuilder
from msgspec import Struct

from firstline.locales import LANGUAGES

from . import common_words, prose, strangers
from .led import Led

SURE = 0.8
"""The probability from which a guess is sure."""

_PROFILES = {"en": "en", "pt": "pt_BR", "de": "de", "es": "es", "ru": "ru"}
_LINGUA = {
    Language.ENGLISH: "en",
    Language.PORTUGUESE: "pt_BR",
    Language.GERMAN: "de",
    Language.SPANISH: "es",
    Language.RUSSIAN: "ru",
}
# Whose readers are served best by which of the five, beyond the languages themselves.
_NEAREST = {"ca": "es", "gl": "es", "eu": "es", "gsw": "de", "lb": "de", "nds": "de"}

_SENTENCE = 5  # words; below it langdetect guesses with false confidence (measured)
_LONG, _CERTAIN = 25, math.log(0.999)  # words, and the logarithm of a probability
_WORDS_WEIGH = 0.5  # how much the words' frequency counts beside lingua
_FIRST, _LISTED, _UNLISTED = 1.0, 0.5, 0.2  # prior weight by place in the browser's list
_LEAST = 1e-4  # no judge rules a language out
_READ = 4_000  # characters of a message that are looked at
_JUDGED = 260  # characters of its prose that are judged: more tell nothing new (measured)

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TOKEN = re.compile(r"\S+")
_NO_WORD = re.compile(r"[@/\\_={}<>\[\]|#$%^&*+~`0-9]|\w[.:]\w|[a-z][A-Z]")
_QUOTED = re.compile(r"\"[^\"\n]{1,300}\"|“[^”\n]{1,300}”|«[^»\n]{1,300}»|„[^“\n]{1,300}“")
_ELEMENT = re.compile(r"<([A-Za-z][\w:.-]{0,40})(?:\s[^<>]{0,300})?>[^<>]{0,500}</\1>")
_PHRASES = tuple(status.phrase for status in HTTPStatus if " " in status.phrase)
_ERROR_NAMES = Led(
    tuple(map(str.lower, _PHRASES)),
    re.compile(r"\b(?:" + "|".join(map(re.escape, _PHRASES)) + r")\b", re.IGNORECASE),
)
# Words of the trade that are the same in every language and say nothing about the writer's.
_JARGON = frozenset(
    {
        *("api", "apis", "app", "bot", "chat", "curl", "error", "facebook", "http", "https"),
        *("id", "ids", "json", "login", "meta", "oauth", "offline", "ok", "online", "sdk"),
        *("token", "tokens", "url", "urls", "waba", "webhook", "webhooks", "whatsapp", "xml"),
    }
)


class Guess(Struct, frozen=True):
    """The likeliest language, whether it is sure, and the probability of each of the five."""

    language: str
    sure: bool
    scores: Mapping[str, float]
    stranger: str = ""
    """The language it is in, if that is not offered; `language` then is the nearest offered."""


def detect(text: str, prior: Sequence[str] = ()) -> Guess:
    """The language of a message; `prior` holds the browser's languages, best first ('pt-BR').

    At most 4 ms; call `warm` once before, which takes most of a second.
    """
    weights = _weights(prior)
    words = _words(text)
    if not words:
        return Guess(max(weights, key=weights.__getitem__), bool(prior), _shares(weights))
    if strangers.is_latin_russian(words):
        return Guess("ru", sure=True, scores=_shares(weights | {"ru": len(weights) * 10.0}))
    if stranger := _stranger(words):
        near = next(iter(_offered(prior[1:])), strangers.NEAREST[stranger])
        return Guess(near, sure=True, scores=_shares(weights), stranger=stranger)
    judged = _sentence(words) if len(words) >= _SENTENCE else _few(words)
    scores = _shares({name: math.exp(judged[name]) * weights[name] for name in LANGUAGES})
    best = max(scores, key=scores.__getitem__)
    return Guess(best, scores[best] >= SURE, scores)


def nearest(browser_languages: Sequence[str]) -> str:
    """The offered language for somebody whose browser asks for these: the first that fits."""
    return next(iter(_offered(browser_languages)), LANGUAGES[0])


def warm() -> None:
    """Loads the models, so that the first customer does not wait: about 1 s, 45 MB in all."""
    common_words.load()
    for name in LANGUAGES:
        detect(f"the quick fox, a raposa rápida, der schnelle Fuchs, el zorro, лиса {name}")
    detect("je vous écris pour nos messages")


def _offered(browser_languages: Sequence[str]) -> list[str]:
    """The offered ones among the browser's languages, in its order, each once."""
    mains = [re.split("[-_]", tag.lower(), maxsplit=1)[0] for tag in browser_languages]
    found = [_PROFILES.get(main) or _NEAREST.get(main) for main in mains]
    return list(dict.fromkeys(name for name in found if name))


def _weights(prior: Sequence[str]) -> dict[str, float]:
    offered = _offered(prior)
    if not offered:
        return dict.fromkeys(LANGUAGES, 1.0)
    listed = {name: _LISTED if name in offered else _UNLISTED for name in LANGUAGES}
    return listed | {offered[0]: _FIRST}


def _words(text: str) -> list[str]:
    """The words of a message's prose that say something about its language."""
    bare = _ELEMENT.sub(" ", text[:_READ]) if "</" in text else text[:_READ]
    readable = prose.of(bare)
    written = prose.blank(readable, (name.span() for name in _ERROR_NAMES.finditer(readable)))
    unquoted = _plain(_QUOTED.sub(" ", written))
    return unquoted if len(unquoted) > 1 else _plain(written)


def _plain(written: str) -> list[str]:
    words = _WORD.findall(_beginning(written))
    # The judges know words as they are mostly written.
    small = (word.lower() if word.isupper() else word for word in words)
    return [word for word in small if word.lower() not in _JARGON]


def _beginning(written: str) -> str:
    """The pieces that may be words, one behind the other, as far as they are judged."""
    kept = ""
    for found in _TOKEN.finditer(written):
        if not _NO_WORD.search(found[0]):
            kept += f"{found[0]} "
        if len(kept) > _JUDGED:
            break
    return kept[:_JUDGED]


def _few(words: Sequence[str]) -> dict[str, float]:
    """How likely each language is by a few words alone, as logarithms."""
    judged = _lingua(" ".join(words))
    if max(judged, key=judged.__getitem__) not in common_words.LISTS:
        return judged
    common = common_words.evidence(word.lower() for word in words)
    most = max(common.values())
    least = math.log(_LEAST) * len(words)
    return {n: judged[n] + _WORDS_WEIGH * (common.get(n, most + least) - most) for n in LANGUAGES}


def _sentence(words: Sequence[str]) -> dict[str, float]:
    """How likely each language is by a sentence: both judges' geometric mean, as logarithms.

    Of a long text that lingua is certain of, langdetect, which takes five times as long, says the
    same.
    """
    text = " ".join(words)
    one = _lingua(text)
    if len(words) >= _LONG and max(one.values()) > _CERTAIN:
        return one
    other = _langdetect(text)
    return {name: (one[name] + other[name]) / 2 for name in LANGUAGES}


def _lingua(text: str) -> dict[str, float]:
    found = {
        _LINGUA[c.language]: c.value for c in _judge().compute_language_confidence_values(text)
    }
    return {name: math.log(max(found.get(name, 0), _LEAST)) for name in LANGUAGES}


def _stranger(words: Sequence[str]) -> str:
    """The language, if it is one of those that are known and not offered."""
    if not strangers.hinted(words):
        return ""
    found = _probabilities(_factory((*_PROFILES, *strangers.NEAREST)), " ".join(words))
    best = max(found, key=found.__getitem__, default="")
    if best not in strangers.NEAREST or found[best] < strangers.SURE:
        return ""
    return best if strangers.fits(best, words) else ""


def _probabilities(factory: DetectorFactory, text: str) -> dict[str, float]:
    detector = factory.create()
    detector.append(text)
    try:
        return {guess.lang: guess.prob for guess in detector.get_probabilities()}
    except LangDetectException:  # nothing in it that any profile knows
        return {}


def _langdetect(text: str) -> dict[str, float]:
    judged = _probabilities(_factory(tuple(_PROFILES)), text)
    found = {_PROFILES[name]: probability for name, probability in judged.items()}
    return {name: math.log(max(found.get(name, 0), _LEAST)) for name in LANGUAGES}


@cache
def _judge() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*_LINGUA).build()


@cache
def _factory(names: tuple[str, ...]) -> DetectorFactory:
    """Some of the 55 profiles of langdetect, and a fixed seed: the same text, the same guess."""
    factory = DetectorFactory()
    factory.seed = 0
    folder = Path(langdetect.__file__).parent / "profiles"
    for index, name in enumerate(names):
        profile = LangProfile(**json.loads((folder / name).read_bytes()))
        factory.add_profile(profile, index, len(names))
    return factory


def _shares(weights: Mapping[str, float]) -> dict[str, float]:
    total = sum(weights.values())
    # Rounded, since lingua adds its floats up in no fixed order.
    return {name: round(weight / total, 6) for name, weight in weights.items()}
