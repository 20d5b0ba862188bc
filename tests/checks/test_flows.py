"""Flows, responses and texts fit together."""

import pytest

from firstline.check import obstacles, problems
from firstline.locales import entries

from .kit import CHECKED, LANGUAGES, only

RESPONSES = "bot/responses.yml"
GREET = "bot/flows/greet.yml"


@pytest.mark.rule("R72", part=CHECKED)
def test_a_directive_without_words(tree):
    line = tree.replace(RESPONSES, "{say: greet}", "{say: hullo}")
    only(tree, RESPONSES, line, "expected a text for hullo in locales/en/bot.yml")
    assert obstacles(tree.root)


def test_a_choice_without_a_label(tree):
    line = tree.replace(RESPONSES, "choices: [person]", "choices: [persona]")
    only(tree, RESPONSES, line, "expected a text for choices.persona")


def test_an_item_that_the_bot_would_ask_for_without_words(tree):
    for language in ("en", "pt_BR", "de", "es", "ru"):
        tree.drop(f"locales/{language}/bot.yml", "ask.logs")
    found = problems(tree.root)
    assert len(found) == 1
    assert found[0].endswith("expected a text for ask.logs in locales/en/bot.yml")


def test_an_action_that_nobody_knows(tree):
    line = tree.replace(GREET, "action: utter_greet", "action: utter_gret")
    found = problems(tree.root)
    assert f"{GREET}:{line}: utter_gret is unknown, expected a response of {RESPONSES}" in found
    assert any("utter_greet is in no flow" in one for one in found)


def test_an_action_of_rasa_itself_is_known(tree):
    tree.replace(GREET, "action: utter_greet", "action: action_listen\n      - action: utter_greet")
    assert problems(tree.root) == []


def test_an_intent_that_nobody_has(tree):
    line = tree.replace(GREET, "intent: greet", "intent: gret")
    only(tree, GREET, line, "gret is unknown, expected an intent of bot/domain.yml")


def test_an_intent_among_several_that_nobody_has(tree):
    path = "bot/flows/duplicate.yml"
    line = tree.replace(path, "intent: skip]", "intent: skipp]")
    only(tree, path, line, "skipp is unknown")


def test_a_response_that_nothing_uses(tree):
    line = tree.add(RESPONSES, "  utter_wave:", "    - custom: {say: greet}")
    only(tree, RESPONSES, line, "utter_wave is in no flow, expected one that uses it")


@pytest.mark.rule("R72", part=CHECKED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_two_choices_of_one_question_that_read_the_same(tree, language):
    path = f"locales/{language}/bot.yml"
    texts = {one.key: one.text for one in entries(tree.root / path)}
    line = tree.put(path, "choices.group", texts["choices.all"].upper())
    only(tree, path, line, "choices.group reads as choices.all does, expected different words")


def test_a_question_about_nothing(tree):
    line = tree.replace(RESPONSES, "asks: impact", "asks: impat")
    only(tree, RESPONSES, line, "impat is nothing to ask for, expected one of")
