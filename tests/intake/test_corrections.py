"""What a correction takes back, and what it puts in its place."""

import pytest

from firstline.domain.context import Finding
from firstline.intake.corrections import contradicts, put_right, taken_back

KNOWN = (Finding("time", "15:30", sure=0.9), Finding("description", "nothing arrives"))


def at(text: str, value: str, what: str = "time", sure: float = 0.7) -> Finding:
    start = text.index(value)
    return Finding(what, value, start=start, end=start + len(value), sure=sure)


def test_another_value_of_what_is_known_contradicts_it() -> None:
    assert contradicts([Finding("time", "15:40")], KNOWN)
    assert not contradicts([Finding("time", "15:30"), Finding("impact", "all")], KNOWN)
    assert not contradicts([Finding("description", "it is late")], KNOWN)


def test_the_new_value_takes_the_place_of_a_surer_old_one() -> None:
    new = Finding("time", "15:40", sure=0.5)
    assert put_right([new, Finding("time", "16:00")], KNOWN) == (new,)


def test_what_is_new_or_the_same_is_no_correction() -> None:
    same = [Finding("time", "15:30"), Finding("impact", "all"), Finding("description", "late")]
    assert put_right(same, KNOWN) == ()


def test_of_several_values_the_newest_is_put_right() -> None:
    known = (Finding("phone", "+491", source=1), Finding("phone", "+492", source=3))
    right = Finding("phone", "+493", source=5)
    assert put_right([right], known) == (known[0], right)


def test_the_old_value_said_once_more_is_taken_back() -> None:
    text = "not 15:30 but 15:40"
    assert taken_back(text, [at(text, "15:30")], KNOWN) == [(4, 9)]


@pytest.mark.parametrize(
    "text",
    [
        "not at 9:00 but at 10:00",
        "não foi às 9:00, foi às 10:00",
        "nicht um 9:00, sondern um 10:00",
        "no fue a las 9:00, fue a las 10:00",
        "не в 9:00, а в 10:00",
    ],
)
def test_what_stands_behind_a_not_is_taken_back(text: str) -> None:
    assert taken_back(text, [at(text, "9:00")], KNOWN)
    assert not taken_back(text, [at(text, "10:00")], KNOWN)


@pytest.mark.parametrize("text", ["no, it was 15:40", "não, foi 15:40", "нет, в 15:40", "15:40"])
def test_a_no_before_it_takes_nothing_back(text: str) -> None:
    assert not taken_back(text, [at(text, "15:40")], KNOWN)
