"""The phrases and questions over which the flows are tried."""

from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("en", "pt_BR", "de", "es", "ru")
PHRASES: dict[str, dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("phrases.yml").read_text("utf-8")
)
QUESTIONS = ("steps", "screenshot", "request", "response", "time", "impact")
OFFERS: dict[str, dict[str, Any]] = {
    "incident": {"incident": "Delivery delays in Europe"},
    "duplicate": {"duplicate": "K7Q-4M2X"},
}
STOPPING_THINGS = {
    "en": [
        "The import stops half way.",
        "Messages end up cancelled",
        "half of our messages were cancelled",
        "the nightly export aborted",
    ],
    "pt_BR": ["A importação para na metade.", "metade das mensagens foi cancelada"],
    "de": ["Der Import hört auf halber Strecke auf.", "die Hälfte der Nachrichten wird storniert"],
    "es": ["La importación se para a mitad de camino.", "la mitad de los mensajes se cancela"],
    "ru": ["Импорт обрывается на середине.", "половина сообщений отменяется"],
}
"""What sounds like a wish to stop and is none; none of these is taught."""
ASKED = (*QUESTIONS, *OFFERS)


def during(asked: str, need: tuple[str, ...] = ("impact",)) -> dict[str, Any]:
    """The facts of an intake that has just asked `asked`."""
    needed = [asked, *(one for one in need if one != asked)] if asked in QUESTIONS else [*need]
    return {"described": True, "need": needed, **OFFERS.get(asked, {})}
