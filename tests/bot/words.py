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
ASKED = (*QUESTIONS, *OFFERS)


def during(asked: str, need: tuple[str, ...] = ("impact",)) -> dict[str, Any]:
    """The facts of an intake that has just asked `asked`."""
    needed = [asked, *(one for one in need if one != asked)] if asked in QUESTIONS else [*need]
    return {"described": True, "need": needed, **OFFERS.get(asked, {})}
