"""What a message is about, by what was learned from examples (R23)."""

import pytest

from firstline.intake import examples, subjects
from firstline.intake.fact_words import LOCALES

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
