"""The words by which facts are found, as content editors write them."""

import shutil

import pytest

from firstline.intake import fact_words, lexicon
from firstline.intake.fact_words import FactWordsAreBroken
from firstline.intake.lexicon import Label, Phrases

LANGUAGES = {"en", "pt_BR", "de", "es", "ru"}


def found(phrases: dict[str, tuple[str, str]], text: str) -> list[tuple[str, str]]:
    made = Phrases((phrase, Label(*label)) for phrase, label in phrases.items())
    hits = made.find(lexicon.words_of(lexicon.fold(text)))
    return [(hit.value, text[hit.start : hit.end]) for hit in hits]


def test_words_are_whole_and_capitals_and_accents_do_not_matter():
    phrases = {"não chega": ("kind", "late")}
    assert found(phrases, "NAO CHEGA nada, não chegaria") == [("late", "NAO CHEGA")]


def test_a_star_is_any_ending_and_a_line_any_word():
    phrases = {"вебхук*": ("area", "hooks"), "some of our _": ("impact", "group")}
    assert found(phrases, "вебхуками") == [("hooks", "вебхуками")]
    assert found(phrases, "some of our clients") == [("group", "some of our clients")]
    assert found(phrases, "some of our") == []


def test_the_longer_phrase_counts_within_a_kind():
    phrases = {
        "all users": ("impact", "all"),
        "not all users": ("impact", "group"),
        "users": ("area", "users"),
    }
    assert found(phrases, "not all users") == [("group", "not all users"), ("users", "users")]


def test_folding_keeps_every_place():
    text = "Çà İß ŉ ДЁЖ ﬁ 𝔸 ё"
    assert len(lexicon.fold(text)) == len(text)
    assert lexicon.fold("ÀÉÎÕÜÑ Ёй") == "aeioun ей"


def test_every_language_has_words_of_every_kind():
    known = fact_words.load()
    assert set(known) == LANGUAGES
    for words in known.values():
        assert set(words.impact) == {
            *("all", "all_messages", "group", "one"),
            *("detail", "looks", "none"),
        }
        assert set(words.area) == set(known["en"].area)
        assert set(words.time.parts) == {"night", "morning", "afternoon", "evening"}
        assert len(words.time.weekdays) == 7
        assert len(words.time.months) == 12
        assert all(words.impact.values())
        assert all(words.area.values())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("impact: [", "line 2"),
        ("impact: {all: [1]}", "$.impact"),
        ("colour: []", "colour"),
    ],
)
def test_a_broken_file_is_named_with_what_was_expected(tmp_path, text, said):
    shutil.copytree(fact_words.LOCALES / "en", tmp_path / "en")
    (tmp_path / "en" / "facts.yml").write_text(text, "utf-8")
    with pytest.raises(FactWordsAreBroken) as refused:
        fact_words.load(fact_words.Source(tmp_path))
    assert "facts.yml" in str(refused.value)
    assert said in str(refused.value)
    assert refused.value.code == "fact_words_are_broken"
