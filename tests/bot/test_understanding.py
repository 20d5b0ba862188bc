"""How well the bot understands phrases that it was never shown, by language."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from firstline.intake.assistant import phrases, read
from tests.bot.words import LANGUAGES
from tests.rasa_process import RasaProcess
from tests.running import ROOT

UNSEEN = Path(__file__).parent / "unseen"
ENOUGH = 0.9
SITUATIONS: dict[str, dict[str, Any]] = {
    # These two mean something only after something was said; before that they are a description.
    "still_broken": {"described": True, "linked": True},
    "correct": {"described": True},
}


def unseen(language: str) -> list[tuple[str, str]]:
    content = read(UNSEEN / f"{language}.yml")
    return [(intent, str(phrase)) for intent, found in content.items() for phrase in found]


def bare(phrase: str) -> str:
    """Case and punctuation make no new phrase."""
    return re.sub(r"\W+", " ", phrase.casefold()).strip() or phrase.strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_unseen_phrases_are_understood(bot: RasaProcess, language: str) -> None:
    tried = unseen(language)
    wrong: Counter[tuple[str, str]] = Counter()
    for intent, phrase in tried:
        answer = bot.say(phrase, None, language, **SITUATIONS.get(intent, {}))
        name = answer["intent"]["name"]
        if name != intent:
            wrong[intent, name] += 1
    score = 1 - wrong.total() / len(tried)
    print(f"{language}: {score:.3f} of {len(tried)} unseen phrases; {wrong.most_common(5)}")
    assert score >= ENOUGH


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_stands_in_both(language: str) -> None:
    taught = phrases(ROOT / f"locales/{language}/nlu.yml")
    known = {bare(phrase) for found in taught.values() for phrase in found}
    both = sum(bare(phrase) in known for _, phrase in unseen(language))
    assert both == 0, f"{both} of the set-aside phrases are taught"


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_phrases_enough(language: str) -> None:
    taught = phrases(ROOT / f"locales/{language}/nlu.yml")
    assert set(taught) == set(phrases(ROOT / "locales/en/nlu.yml"))
    assert min(len(set(found)) for found in taught.values()) >= 30
    assert len(set(taught["describe_problem"])) >= 60
