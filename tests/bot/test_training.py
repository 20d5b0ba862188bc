"""What training collects, and that it is cached by content."""

import shutil
from pathlib import Path

import pytest

from firstline.intake.assistant import BrokenBot, collect, read
from firstline.intake.training import content_hash, model_path, train
from tests.bot.words import LANGUAGES
from tests.running import ROOT


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what an editor may change."""
    shutil.copytree(ROOT / "bot", tmp_path / "bot", ignore=shutil.ignore_patterns(".venv", "__*"))
    for language in LANGUAGES:
        (tmp_path / "locales" / language).mkdir(parents=True)
        for name in ("nlu.yml", "faq.yml"):
            shutil.copy(ROOT / "locales" / language / name, tmp_path / "locales" / language / name)
    return tmp_path


def test_a_new_frequent_question_needs_no_flow(tree: Path) -> None:
    answers = tree / "locales/en/faq.yml"
    answers.write_text(answers.read_text("utf-8") + "  parrots: Parrots cannot be sent.\n", "utf-8")
    collected = collect(tree)
    assert "faq_parrots" in collected["domain.yml"]["intents"]
    assert collected["domain.yml"]["responses"]["utter_faq_parrots"] == [
        {"custom": {"say": "faq.parrots"}}
    ]
    assert any("utter_faq_parrots" in str(rule) for rule in collected["rules.yml"]["rules"])
    assert "*" not in str(collected["rules.yml"])


def test_the_phrases_of_all_languages_are_taught(tree: Path) -> None:
    phrase = "a phrase that only this test writes"
    for language in LANGUAGES:
        file = tree / "locales" / language / "nlu.yml"
        file.write_text(file.read_text("utf-8") + f"  {phrase} {language}\n", "utf-8")
    examples = collect(tree)["nlu.json"]["rasa_nlu_data"]["common_examples"]
    taught = {one["text"] for one in examples}
    assert {f"{phrase} {language}" for language in LANGUAGES} <= taught


def test_the_name_of_a_language_asks_for_it(tree: Path) -> None:
    data = collect(tree)["nlu.json"]["rasa_nlu_data"]
    assert {"value": "de", "synonyms": ["german"]} in data["entity_synonyms"]
    bare = next(one for one in data["common_examples"] if one["text"] == "german")
    assert bare["intent"] == "change_language"


@pytest.mark.parametrize("broken", ["greet: [", "- hello", "greet: |\n hi\n: :", "\x00"])
def test_broken_yaml_is_named_with_file_and_line(tree: Path, broken: str) -> None:
    file = tree / "locales/de/nlu.yml"
    file.write_text(broken, "utf-8")
    with pytest.raises(BrokenBot, match=r"locales/de/nlu\.yml"):
        collect(tree)


def test_every_change_makes_another_model(tree: Path) -> None:
    seen = {content_hash(tree)}
    for name in ("bot/flows/greet.yml", "bot/facts.py", "locales/ru/nlu.yml", "locales/en/faq.yml"):
        file = tree / name
        file.write_text(file.read_text("utf-8") + "\n# another line\n", "utf-8")
        seen.add(content_hash(tree))
    assert len(seen) == 5


def test_what_is_trained_already_is_not_trained_again(tree: Path) -> None:
    model = model_path(tree)
    model.parent.mkdir(parents=True)
    model.write_bytes(b"a model")
    assert train(tree) == model


def test_all_flows_name_intents_and_responses_that_exist() -> None:
    collected = collect(ROOT)
    domain, rules = collected["domain.yml"], collected["rules.yml"]["rules"]
    steps = [step for rule in rules for step in rule["steps"]]
    steps += [one for step in steps for one in step.get("or", ())]
    assert {step["action"] for step in steps if "action" in step} <= set(domain["responses"])
    assert {step["intent"] for step in steps if "intent" in step} == set(domain["intents"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_the_bot_says_has_a_text(language: str) -> None:
    texts = {**_flat(read(ROOT / f"locales/{language}/bot.yml"))}
    texts |= _flat(read(ROOT / f"locales/{language}/faq.yml"))
    responses = collect(ROOT)["domain.yml"]["responses"].values()
    said = [one["custom"] for found in responses for one in found if "say" in one["custom"]]
    keys = {one["say"] for one in said if "{" not in one["say"]}
    choices = {f"choices.{one}" for custom in said for one in custom.get("choices", ())}
    assert keys | choices <= set(texts)
    assert not any("!" in text for text in texts.values())


def _flat(tree: object, prefix: str = "") -> dict[str, str]:
    if not isinstance(tree, dict):
        return {prefix: str(tree)}
    return {
        key: text
        for name, below in tree.items()
        for key, text in _flat(below, f"{prefix}.{name}" if prefix else str(name)).items()
    }
