"""What is said to be well is no part of the trouble (R25)."""

import time

import pytest

from firstline.intake import topics

pytestmark = pytest.mark.rule("R25", part="what is said to be well")


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("voice notes are silent, images are fine", {"audio"}),
        ("Sprachnachrichten bleiben stumm, Bilder sind in Ordnung", {"audio"}),
        ("los audios no se oyen pero las imágenes llegan bien", {"audio"}),
        ("os áudios ficam mudos mas as imagens estão normais", {"audio"}),
        ("голосовые не слышно, картинки в порядке", {"audio"}),
    ],
)
def test_what_works_is_no_subject(text: str, subjects: set[str]):
    assert set(topics.of(text).subjects) == subjects


def test_a_country_that_works_again_is_not_where_it_fails():
    told = topics.of("customers in Austria get no notice, Poland works fine again")
    assert told.countries == {"AT"}
    assert not told.again


def test_what_is_wrong_in_the_same_clause_counts():
    assert "image" in topics.of("images are blurred although they are fine here").subjects


def test_whether_all_is_well_may_be_asked():
    assert "image" in topics.of("are the images fine again?").subjects


def test_what_is_well_for_others_is_what_it_is_about_where_nothing_else_is_named():
    assert "sign_in" in topics.of("he can log in as usual, I cannot").subjects


def test_many_clauses_take_no_longer_than_their_length():
    topics.of("ok;" * 100)
    started = time.thread_time()
    topics.of("ok,pdf;" * 1_100)
    assert time.thread_time() - started < 0.2
