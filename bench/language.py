"""How well the language of a message is told, on the whole of tests/data/language.

`python -m bench.language` prints what `measure` gives.
"""

import json
import time
from pathlib import Path
from typing import Any

from firstline.intake import language

DATA = Path(__file__).parent.parent / "tests" / "data" / "language"
LANGUAGES = {"en": "en", "pt": "pt_BR", "de": "de", "es": "es", "ru": "ru"}
KINDS = ("single-words", "word-pairs", "sentences")


def measure() -> dict[str, Any]:
    """For each kind of text: accuracy with no prior and with the right one, and ms a text.

    `used_mb` is the resident memory of this process at the end.
    """
    language.warm()
    measured: dict[str, Any] = {kind: _measure(kind) for kind in KINDS}
    return measured | {"used_mb": round(_resident_mb(), 1)}


def _measure(kind: str) -> dict[str, float]:
    texts = [
        (line, name)
        for file, name in LANGUAGES.items()
        for line in (DATA / f"{kind}.{file}.txt").read_text("utf-8").splitlines()
    ]
    started = time.perf_counter()
    alone = [language.detect(text) for text, _ in texts]
    spent = time.perf_counter() - started
    helped = [language.detect(text, [name]) for text, name in texts]
    sure = [
        guess.language == name for guess, (_, name) in zip(alone, texts, strict=True) if guess.sure
    ]
    return {
        "no_prior": _share(alone, texts),
        "right_prior": _share(helped, texts),
        "sure": round(len(sure) / len(texts), 4),
        "sure_and_right": round(sum(sure) / len(sure), 4),
        "ms": round(spent / len(texts) * 1000, 3),
    }


def _share(guesses: list[language.Guess], texts: list[tuple[str, str]]) -> float:
    right = sum(guess.language == name for guess, (_, name) in zip(guesses, texts, strict=True))
    return round(right / len(texts), 4)


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
