"""Several messages are read as one text; each finding knows the message it stands in (R23, R52)."""

import pytest

from firstline.domain.context import Finding
from firstline.domain.events import CustomerWrote
from firstline.intake.words import words_of

R23 = pytest.mark.rule("R23")
SAID = [
    (4, CustomerWrote("a", "it says 131047")),
    (6, CustomerWrote("b", "", choice="go_on")),
    (7, CustomerWrote("c", "since 9:00")),
]


def at(text: str, what: str = "description") -> Finding:
    start = words_of(SAID).text.index(text)
    return Finding(what, text, 99, start, start + len(text))


@R23
def test_words_of_buttons_are_not_read():
    words = words_of(SAID)
    assert (words.text, words.positions) == ("it says 131047\nsince 9:00", (4, 7))


@R23
@pytest.mark.parametrize(
    ("text", "source", "start"), [("131047", 4, 8), ("9:00", 7, 6), ("it says", 4, 0)]
)
def test_a_finding_stands_in_the_text_of_its_own_message(text: str, source: int, start: int):
    [placed] = words_of(SAID).placed([at(text)])
    assert (placed.source, placed.since, placed.start) == (source, 0, start)
    message = dict(SAID)[source]
    assert message.text[placed.start : placed.end] == text


@pytest.mark.rule("R52", part="what was understood from several messages")
def test_what_runs_over_several_messages_names_the_first_and_the_last():
    [placed] = words_of(SAID).placed([at("131047\nsince 9:00")])
    assert (placed.since, placed.source) == (4, 7)
    assert (SAID[0][1].text[placed.start :], SAID[2][1].text[: placed.end]) == (
        "131047",
        "since 9:00",
    )


@pytest.mark.rule("R52", part="what was understood from several messages")
def test_what_has_no_place_may_stand_in_each_of_them():
    [placed] = words_of(SAID).placed([Finding("area", "webhooks", 99)])
    assert list(placed.messages) == [4, 5, 6, 7]


@R23
def test_without_words_findings_stay_as_they_are():
    assert words_of(SAID[1:2]).placed([Finding("area", "webhooks", 6)]) == (
        Finding("area", "webhooks", 6),
    )
