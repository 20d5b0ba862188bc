"""What the desk's request says about the conversation, as the slots that the rules read.

Rasa remembers nothing between two messages: these values are all that it knows.
"""

from collections.abc import Mapping
from typing import Any

QUESTIONS = ("description", "steps", "screenshot", "logs", "request", "response", "time", "impact")
OFFERS = ("incident", "duplicate")
KINDS = {**dict.fromkeys(QUESTIONS, "question"), **{name: name for name in OFFERS}}
KINDS.update(
    split="split", channel="channel", answered="answered", language="language", cancel="cancel"
)
LEADS_ELSEWHERE = ("language", "cancel")
"""What is not asked again: it leads back to what it interrupted."""

Facts = Mapping[str, Any]


def slots(asked: str | None, facts: Facts) -> "dict[str, Any]":
    """All slots of the domain but `to`, which comes from the words."""
    return {
        "stage": stage(facts),
        "open": KINDS.get(asked or "", "nothing"),
        "restated": bool(facts.get("restated")),
        "what": asked if asked in QUESTIONS else "description",
        "next": next_step(asked, facts),
        "back": back_step(asked, facts),
    }


def stage(facts: Facts) -> str:
    """How far the conversation is; the later stage wins."""
    for name in ("resolved", "queued", "linked"):
        if facts.get(name):
            return name
    return "intake" if facts.get("described") else "fresh"


def next_step(asked: str | None, facts: Facts) -> str:
    """What follows once `asked` is dealt with: an offer, a question, `hand_off` or `nothing`."""
    at = stage(facts)
    if at in ("linked", "resolved"):
        return "nothing"
    offers = [name for name in OFFERS if facts.get(name) and name != asked and at != "queued"]
    questions = [_together(name) for name in facts.get("need") or ()]
    left = offers + [name for name in questions if name not in (_together(asked), "description")]
    return left[0] if left else "nothing" if at == "queued" else "hand_off"


def back_step(asked: str | None, facts: Facts) -> str:
    """What to return to when something else came in between; nothing is asked three times."""
    at = stage(facts)
    if at in ("linked", "queued", "resolved"):
        return "nothing"
    if asked in KINDS and asked not in LEADS_ELSEWHERE and not facts.get("answers"):
        return "nothing" if facts.get("restated") else str(_together(asked))
    return "first" if at == "fresh" else next_step(asked, facts)


def offer_values(facts: Facts) -> "dict[str, str]":
    """What the texts of the two offers name."""
    values = {"title": facts.get("incident"), "number": facts.get("duplicate")}
    return {name: str(value) for name, value in values.items() if value}


def _together(name: str | None) -> str | None:
    """Screenshot and logs are one question."""
    return "screenshot" if name == "logs" else name
