"""What a message is about, by what was learned from examples (R23)."""

import math

import pytest

from firstline.intake import examples, subjects
from firstline.intake.fact_words import LOCALES, Source
from firstline.intake.subjects import Learned, Question, Subjects, SubjectsAreBroken

ABOUT = [
    ("en", "our callbacks have been silent since lunch", "delivery", "webhooks"),
    ("en", "the card was turned down when I renewed the plan", "billing", "billing"),
    ("de", "seit dem Handywechsel lässt mich die Konsole nicht mehr rein", "access", "portal"),
    ("es", "no nos llega el SMS para dar de alta el número", "number_registration", "numbers"),
    ("pt_BR", "os áudios não chegam para nenhum cliente", "delivery", "media"),
    ("ru", "с карты дважды списали за тариф", "billing", "billing"),
]


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text", "kind", "area"), ABOUT)
def test_what_stands_in_no_list_is_told_by_its_likeness_to_examples(language, text, kind, area):
    known = {example.text.lower() for example in examples.read(LOCALES)}
    assert text.lower() not in known, language
    about = subjects.of(text)
    assert (about["issue_kind"].value, about["area"].value) == (kind, area)


@pytest.mark.parametrize(
    "text", ["", "?", "   \n", "12", "\u202e\u200b", "☃☃☃☃☃☃", "漢字" * 40_000]
)
def test_what_holds_no_known_piece_is_about_nothing(text):
    assert subjects.of(text) == {}


def test_figures_look_all_the_same_and_only_the_beginning_is_read():
    assert subjects.words("No 4917") == subjects.words("NÓ 1234")
    assert subjects.words("ab " * 5_000) == ["ab"] * math.ceil(subjects.READ / 3)
    assert list(subjects.pieces("ab")) == [" ab "]
    assert list(subjects.pieces("figure")) == [" fig", "figu", "igur", "gure", "ure "]


def test_the_answer_that_weighs_most_wins_and_is_surer_the_further_it_is_ahead():
    question = Question(answers=("a", "b"), biases=(0, 0), slope=2.0, offset=0.0)
    weights = {
        " one": (100, 90, 10),
        "one ": (100, 90, 10),
        " two": (100, 0, 60),
        "two ": (1, 0, 0),
    }
    weights |= {" six": (100, 50, 50), "six ": (100, 50, 50)}
    said = Subjects(Learned("", {"which": question}, weights))
    clear, close = said.of("one one six")["which"], said.of("one six two")["which"]
    assert clear.value == "a"
    assert clear.sure > close.sure > 0


def test_what_cannot_be_read_says_so_with_the_file(tmp_path):
    with pytest.raises(SubjectsAreBroken, match=r"subjects\.json"):
        subjects.load(Source(tmp_path, 1))
    (tmp_path / subjects.FILE).write_text('{"examples": "x", "pieces": 3}')
    with pytest.raises(SubjectsAreBroken, match="pieces"):
        subjects.load(Source(tmp_path, 2))


QUESTION = '{"answers": ["a", "b"], "biases": [0, 0], "slope": 1, "offset": 0}'
ROWS = '" abc": [1, 2, 3, 4, 5], "abcd": [1, 2, 3, 4, 5]'
FITTING = f'{{"area": {QUESTION}, "issue_kind": {QUESTION}}}'
UNFIT = [
    '{"examples": "x", "questions": {}, "pieces": {}}',
    f'{{"examples": "x", "questions": {{"area": {QUESTION}}}, "pieces": {{" abc": [1, 2, 3]}}}}',
    f'{{"examples": "x", "questions": {FITTING}, "pieces": {{{ROWS}, "bcd ": [1, 2]}}}}',
]


@pytest.mark.parametrize("content", UNFIT)
def test_what_does_not_fit_together_is_refused_before_it_is_used(tmp_path, content):
    (tmp_path / subjects.FILE).write_text(content)
    with pytest.raises(SubjectsAreBroken, match="do not fit"):
        subjects.read(tmp_path / subjects.FILE)
