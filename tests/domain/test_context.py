"""What is known of an issue when more is found (R23)."""

import pytest

from firstline.domain.context import Finding, merge

BEGAN = Finding("time", "09:00", source=1, sure=0.8, moment=9)
ENDED = Finding("until", "10:00", source=1, sure=0.8, moment=10)


def kinds(findings):
    return {(one.what, one.value) for one in findings}


@pytest.mark.rule("R23")
def test_another_beginning_clears_the_end_of_the_old_range():
    later = Finding("time", "13:00", source=2, sure=0.8, moment=13)
    assert kinds(merge((BEGAN, ENDED), (later,))) == {("time", "13:00")}


@pytest.mark.rule("R23")
def test_the_same_beginning_said_again_keeps_the_end():
    again = Finding("time", "09:00", source=2, sure=0.8, moment=9)
    assert ("until", "10:00") in kinds(merge((BEGAN, ENDED), (again,)))


@pytest.mark.rule("R23")
def test_another_range_brings_its_own_end():
    later = Finding("time", "13:00", source=2, sure=0.8, moment=13)
    ended = Finding("until", "14:00", source=2, sure=0.8, moment=14)
    merged = merge((BEGAN, ENDED), (later, ended))
    assert kinds(merged) == {("time", "13:00"), ("until", "14:00")}


@pytest.mark.rule("R52", part="what was understood from several messages")
@pytest.mark.parametrize(("first", "second"), [("401", "#190"), ("#190", "401")])
def test_a_response_that_two_messages_told_stands_in_both(first, second):
    known = merge((), (Finding("response", first, source=2, start=8, end=11),))
    [whole] = merge(known, (Finding("response", second, source=5, start=3, end=7),))
    assert (whole.value, whole.since, whole.source) == ("401 · 190", 2, 5)
    assert (whole.start, whole.end) == (8, 7), "of the first and of the last message"


@pytest.mark.rule("R23")
def test_a_response_of_two_places_in_one_text_runs_over_both():
    known = merge((), (Finding("response", "#190", start=20, end=24),))
    [whole] = merge(known, (Finding("response", "401", start=8, end=11),))
    assert (whole.start, whole.end, whole.since) == (8, 24, 0)


@pytest.mark.rule("R52", part="what was understood from several messages")
def test_a_response_stays_with_every_message_it_was_told_in():
    known = merge((), (Finding("response", "401", source=4, since=2, start=8, end=11),))
    [whole] = merge(known, (Finding("response", "#190", source=3, start=3, end=7),))
    assert list(whole.messages) == [2, 3, 4]
    assert (whole.start, whole.end) == (8, 11)


@pytest.mark.rule("R52", part="what was understood from several messages")
def test_a_response_of_which_a_part_has_no_place_has_none():
    known = merge((), (Finding("response", "401"),))
    [whole] = merge(known, (Finding("response", "#190", start=3, end=7),))
    assert (whole.start, whole.end) == (0, 0)
