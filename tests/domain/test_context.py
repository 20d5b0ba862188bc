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
