"""`firstline learn`: examples in, `subjects.json` out, by the bot's own environment (R72)."""

import shutil
from pathlib import Path

import msgspec
import pytest

from firstline.evaluation import learning
from firstline.intake import examples, subjects
from firstline.intake.examples import Example, ExamplesAreBroken
from firstline.intake.fact_words import Source
from firstline.settings import Settings

ROOT = Path(__file__).parents[2]
SHEET = """
delivery:
  webhooks: {webhooks}
billing:
  billing: {invoices}
none:
  none: {greetings}
"""


def sheet(webhooks="callback", invoices="invoice"):
    said = {
        "webhooks": [f"the {webhooks} number {word} never came" for word in WORDS],
        "invoices": [f"the {invoices} about {word} is wrong" for word in WORDS],
        "greetings": [f"good {word} everybody" for word in WORDS],
    }
    return SHEET.format(**{name: msgspec.json.encode(one).decode() for name, one in said.items()})


WORDS = ("one", "two", "three", "four", "five", "six")


@pytest.fixture
def root(tmp_path):
    (tmp_path / "locales/en").mkdir(parents=True)
    (tmp_path / "bot").mkdir()
    shutil.copy(ROOT / "bot/subjects.py", tmp_path / "bot")
    (tmp_path / "locales/en/subjects.yml").write_text(sheet())
    return tmp_path


def learn(root, python=ROOT / "bot/.venv/bin/python"):
    learning.run(None, Settings(root=root, bot_python=str(python)))
    return subjects.load(Source(root / "locales", hash(root)))


@pytest.mark.rule("R72")
def test_what_editors_give_as_examples_is_known_afterwards(root, capsys):
    learned = learn(root)
    about = learned.of("your callback never came")
    assert (about["issue_kind"].value, about["area"].value) == ("delivery", "webhooks")
    assert learned.of("is the invoice wrong?")["area"].value == "billing"
    assert subjects.read(root / "locales/subjects.json").examples == examples.fingerprint(
        root / "locales"
    )
    assert "18 examples" in capsys.readouterr().out


def test_the_same_examples_give_the_same_file(root):
    learn(root)
    once = (root / "locales/subjects.json").read_bytes()
    learn(root)
    assert (root / "locales/subjects.json").read_bytes() == once


def test_an_example_below_an_unknown_name_is_refused_with_its_file(root):
    (root / "locales/en/subjects.yml").write_text("gossip:\n  none: [so I heard]\n")
    with pytest.raises(ExamplesAreBroken, match=r"subjects\.yml.*gossip"):
        learn(root)


def test_without_the_bots_environment_it_says_so_and_keeps_what_was_learned(root):
    (root / "locales/subjects.json").write_text("as it was")
    with pytest.raises(learning.NotLearned, match="nowhere"):
        learn(root, root / "nowhere/python")
    assert (root / "locales/subjects.json").read_text() == "as it was"


def test_the_words_of_a_python_that_failed_are_told(root):
    (root / "bot/subjects.py").write_text("raise SystemExit('no numbers today')")
    with pytest.raises(learning.NotLearned, match="no numbers today"):
        learn(root)


def test_cases_are_examples_unless_they_can_be_argued_about(tmp_path):
    folder = tmp_path / "tuning/en"
    folder.mkdir(parents=True)
    (folder / "some.yml").write_text(
        """
conversations:
  - id: en-a
    kind: access
    now: 2026-11-23T14:00:00Z
    messages: [locked, out]
    expected: {facts: {area: portal}}
  - id: en-b
    kind: access
    now: 2026-11-23T14:00:00Z
    messages: [x]
    expected: {may: {issue_kind: billing}}
  - id: en-c
    kind: other
    now: 2026-11-23T14:00:00Z
    messages: [y]
    expected: {}
"""
    )
    assert list(learning.of_cases(tmp_path / "tuning")) == [
        Example("locked\nout", "access", "portal"),
        Example("y", "other", ""),
    ]
