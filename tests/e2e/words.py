"""The texts that people see, taken from `locales/`, so that a changed text breaks no test."""

import re
from dataclasses import dataclass

from firstline.locales import PLACEHOLDER, Texts, fill
from tests.running import ROOT

TEXTS = Texts.load(ROOT / "locales")
TAGS = {"en": "en-GB", "pt_BR": "pt-BR", "de": "de-DE", "es": "es-ES", "ru": "ru-RU"}
ZONES = {
    "en": "America/New_York",
    "pt_BR": "America/Sao_Paulo",
    "de": "Europe/Berlin",
    "es": "America/Bogota",
    "ru": "Europe/Moscow",
}
"""Where the customers of these tests sit."""


@dataclass(frozen=True)
class Words:
    """The texts of one language and one part: `widget`, `inbox`, `bot`, `faq`, `errors`, `demo`."""

    language: str
    part: str

    def __call__(self, key: str, **values: object) -> str:
        """The text as it is shown; raises KeyError for a key that does not exist."""
        return fill(TEXTS.bundle(self.language, self.part)[key], values)

    def all(self) -> list[str]:
        return list(TEXTS.bundle(self.language, self.part))

    def like(self, key: str, **values: object) -> re.Pattern[str]:
        """What fits the text, whatever stands in the places that are not given."""
        text = TEXTS.bundle(self.language, self.part)[key]
        return re.compile(_joined(PLACEHOLDER.split(text), values), re.DOTALL)

    def whole(self, key: str, **values: object) -> re.Pattern[str]:
        """As `like`, with nothing before it and nothing after it."""
        return re.compile(rf"^\s*{self.like(key, **values).pattern}\s*$", re.DOTALL)


def _joined(parts: list[str], values: dict[str, object]) -> str:
    """Texts and names of places by turns, as a pattern."""
    given = [re.escape(str(values[part])) if part in values else "(.+?)" for part in parts[1::2]]
    texts = (re.escape(part) for part in parts[::2])
    woven = [piece for pair in zip(texts, [*given, ""], strict=True) for piece in pair]
    return "".join(woven)
