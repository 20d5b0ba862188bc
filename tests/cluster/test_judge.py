"""A judge that finds nothing is worth something only if it finds what is there."""

from firstline.domain.events import ClockMissed, CustomerWrote, HandedOff, Recorded

from .cluster import FIRST_RESPONSE
from .judge import GRACE, judged
from .people import Book


def of(*events, at=0):
    return [Recorded(place, at, event) for place, event in enumerate(events, start=1)]


def said(id_):
    return CustomerWrote(id=id_, text="x")


def test_it_sees_what_was_lost_and_what_is_there_twice():
    book = Book({"s": {"a", "b", "c"}})
    figures = judged({"s": of(said("a"), said("b"), said("b"))}, book, 0)
    assert (figures["acknowledged"], figures["lost"], figures["doubled"]) == (3, 1, 1)


def test_it_sees_a_gap():
    record = of(said("a"), said("b"), said("c"))
    assert judged({"s": record[:1] + record[2:]}, Book(), 0)["gaps"] == 1


def test_it_sees_a_clock_that_fired_twice_or_never():
    late = FIRST_RESPONSE + GRACE + 1
    handed = HandedOff(cause="asked", open_questions=(), severity=3)
    missed = ClockMissed("first_response", FIRST_RESPONSE)
    assert judged({"s": of(handed)}, Book(), late)["clocks_missed"] == 1
    assert judged({"s": of(handed, missed)}, Book(), late)["clocks_missed"] == 0
    assert judged({"s": of(handed, missed, missed)}, Book(), late)["clocks_fired_twice"] == 1
