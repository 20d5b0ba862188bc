"""What was learned from examples: how texts are cut, and what is refused (R23, R25)."""

import math

import pytest

from firstline.intake import learned, subjects
from firstline.intake.fact_words import Source
from firstline.intake.learned import Classifier, Learned, LearnedIsBroken, Question


def test_figures_look_all_the_same_and_only_the_beginning_is_read():
    assert learned.words("No 4917") == learned.words("NÓ 1234")
    assert learned.words("ab " * 5_000) == ("ab",) * math.ceil(learned.READ / 3)
    assert list(learned.pieces("ab")) == [" ab "]
    assert list(learned.pieces("figure")) == [" fig", "figu", "igur", "gure", "ure "]


def test_the_answer_that_weighs_most_wins_and_is_surer_the_further_it_is_ahead():
    question = Question(answers=("a", "b"), biases=(0, 0), slope=2.0, offset=0.0)
    weights = {
        " one": (100, 90, 10),
        "one ": (100, 90, 10),
        " two": (100, 0, 60),
        "two ": (1, 0, 0),
    }
    weights |= {" six": (100, 50, 50), "six ": (100, 50, 50)}
    said = Classifier(Learned("", {"which": question}, weights))
    clear, close = said.of("one one six")["which"], said.of("one six two")["which"]
    assert clear.value == "a"
    assert clear.sure > close.sure > 0


def test_what_cannot_be_read_says_so_with_the_file(tmp_path):
    with pytest.raises(LearnedIsBroken, match=r"subjects\.json"):
        subjects.load(Source(tmp_path, 1))
    (tmp_path / subjects.FILE).write_text('{"examples": "x", "pieces": 3}')
    with pytest.raises(LearnedIsBroken, match="pieces"):
        subjects.load(Source(tmp_path, 2))


QUESTION = '{"answers": ["a", "b"], "biases": [0, 0], "slope": 1, "offset": 0}'
ROWS = '" abc": [1, 2, 3, 4, 5], "abcd": [1, 2, 3, 4, 5]'
FITTING = f'{{"area": {QUESTION}, "issue_kind": {QUESTION}}}'
UNFIT = [
    '{"examples": "x", "questions": {}, "pieces": {}}',
    f'{{"examples": "x", "questions": {{"area": {QUESTION}}}, "pieces": {{" abc": [1, 2, 3]}}}}',
    f'{{"examples": "x", "questions": {FITTING}, "pieces": {{{ROWS}, "bcd ": [1, 2]}}}}',
]


@pytest.mark.parametrize("row", ["3", '["x"]', "[70000]", "[1.5]", "null"])
def test_a_row_that_is_none_is_refused(tmp_path, row):
    content = f'{{"examples": "x", "questions": {FITTING}, "pieces": {{" abc": {row}}}}}'
    (tmp_path / subjects.FILE).write_text(content)
    with pytest.raises(LearnedIsBroken):
        learned.read(tmp_path / subjects.FILE, subjects.QUESTIONS)


@pytest.mark.parametrize("content", UNFIT)
def test_what_does_not_fit_together_is_refused_before_it_is_used(tmp_path, content):
    (tmp_path / subjects.FILE).write_text(content)
    with pytest.raises(LearnedIsBroken, match="do not fit"):
        learned.read(tmp_path / subjects.FILE, subjects.QUESTIONS)
