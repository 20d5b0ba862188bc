"""Whether a new conversation is about what is open already (R25)."""

from pathlib import Path

import pytest
import yaml

from firstline.intake import duplicates, facts
from firstline.intake.duplicates import Case

MINUTE = 60_000
NOW = 1_795_000_000_000
PAIRS = yaml.safe_load(Path(__file__).with_name("duplicates.yml").read_text("utf-8"))


def case(stream: str, language: str, text: str, at: int = NOW) -> Case:
    found = facts.find(text, now=at, zone="Europe/Berlin", language=language, source=1)
    return Case(stream, stream.upper(), text, found, at, language)


def pair(written) -> tuple[Case, Case]:
    new = case("new", *written["new"], at=NOW + written["apart"] * MINUTE)
    return new, case("open", *written["open"])


def judged() -> list[tuple[bool, bool]]:
    """For each pair whether it is one issue, and whether it is taken for one."""
    pairs = ((written["same"], *pair(written)) for written in PAIRS)
    return [(same, duplicates.best(new, [other]) is not None) for same, new, other in pairs]


@pytest.mark.rule("R25", part="own chats")
def test_the_same_issue_is_recognised_and_others_are_not():
    verdicts = judged()
    assert len(verdicts) >= 30
    taken = [same for same, hit in verdicts if hit]
    known = [hit for same, hit in verdicts if same]
    assert sum(taken) / len(taken) >= 0.95
    assert sum(known) / len(known) >= 0.9


@pytest.mark.rule("R25", part="own chats")
def test_the_best_of_several_is_offered_with_its_reasons():
    new = case("new", "de", "Fehler 131047 bei POST /v1/messages, Vorlage order_update_v2")
    others = [
        case("a", "en", "invoice for October is wrong"),
        case("b", "en", "order_update_v2 fails with error 131047 on POST /v1/messages"),
        case("c", "en", "POST /v1/messages gives 500 Internal Server Error"),
    ]
    match = duplicates.best(new, others)
    assert match is not None
    assert (match.stream, match.number) == ("b", "B")
    assert match.reasons[:2] == ("error_code", "names")
    assert 0.55 <= match.score <= 1


def test_across_languages_the_topic_and_the_time_decide():
    new = case("new", "ru", "С 14:05 не приходят вебхуки")
    assert duplicates.best(new, [case("a", "de", "Seit 14:05 Uhr kommen keine Webhooks an")])


def test_a_conversation_is_no_duplicate_of_itself():
    new = case("a", "en", "error 131047 on POST /v1/messages")
    assert duplicates.best(new, [new]) is None


@pytest.mark.parametrize("text", ["", "hello", "hi, I need help", "{}", "?"])
def test_what_says_nothing_matches_nothing(text):
    assert duplicates.best(case("a", "en", text), [case("b", "en", text)]) is None


def test_different_phone_numbers_are_different_issues():
    new = case("a", "en", "cannot register the number +4915112345678")
    assert (
        duplicates.best(new, [case("b", "en", "cannot register the number +4915187654321")]) is None
    )
