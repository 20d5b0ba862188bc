"""How often somebody may ask."""

import pytest

from firstline import limits
from firstline.limits import MINUTE, Limits
from firstline.wire import TooManyRequests

from .web.kit import Clock


def test_so_many_in_any_minute_and_no_more():
    clock = Clock()
    counted = Limits(2, clock)
    counted.take("a")
    clock.at += 1_000
    counted.take("a")
    with pytest.raises(TooManyRequests) as refused:
        counted.take("a")
    assert refused.value.details["retry_after"] == MINUTE - 1_000
    assert not counted.allows("a")
    assert counted.allows("b")
    clock.at += MINUTE - 1_000
    counted.take("a")


def test_of_many_names_those_that_were_silent_longest_are_forgotten(monkeypatch):
    monkeypatch.setattr(limits, "MOST", 3)
    counted = Limits(5, Clock())
    for name in "abcade":
        counted.take(name)
    assert list(counted._asked) == ["a", "d", "e"]
