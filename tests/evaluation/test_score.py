"""Figures from hand-made marks, and the interval from published values."""

import pytest

from firstline.evaluation.score import Mark, Share, bounds, precision, recall

MARKS = [
    *[Mark("facts", "right")] * 8,
    *[Mark("facts", "missed")] * 2,
    *[Mark("facts", "false")] * 4,
]


def test_recall_is_of_what_was_there() -> None:
    assert recall(MARKS) == Share(8, 10)


def test_precision_is_of_what_was_found() -> None:
    assert precision(MARKS) == Share(8, 12)


# Worked out with the closed form in Newcombe 1998 (doi 10.1002/(SICI)1097-0258), table I, method 3.
@pytest.mark.parametrize(
    ("hits", "of", "lower", "upper"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_wilson_s(hits: int, of: int, lower: float, upper: float) -> None:
    assert bounds(hits, of) == (pytest.approx(lower, abs=5e-5), pytest.approx(upper, abs=5e-5))


def test_a_part_of_nothing_is_no_number() -> None:
    assert (Share(0, 0).value, Share(0, 0).lower) == (None, None)
    assert Share(20, 20).lower == pytest.approx(1 - 0.1611, abs=5e-5)
