"""`firstline learn`: examples in, what was learned out, by the bot's own environment (R72)."""

import shutil
from pathlib import Path

import msgspec
import pytest

from firstline.evaluation import learning
from firstline.intake import examples, learned, subjects, troubles
from firstline.intake.examples import Example, ExamplesAreBroken
from firstline.intake.fact_words import Source
from firstline.intake.learned import Classifier
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


TROUBLES = """
sent_twice: [twice again, twice each, came twice now, twice as ever, twice today]
wish: [a dark mode, it would be nice, a nice dark mode, a dark theme, would be a nice theme]
refund: [money back please, our money back, the money back now, money back when, money back today]
"""
WORDS = ("one", "two", "three", "four", "five", "six")


@pytest.fixture
def root(tmp_path):
    (tmp_path / "locales/en").mkdir(parents=True)
    (tmp_path / "bot").mkdir()
    shutil.copy(ROOT / "bot/learn.py", tmp_path / "bot")
    (tmp_path / "locales/en/subjects.yml").write_text(sheet())
    (tmp_path / "locales/en/troubles.yml").write_text(TROUBLES)
    return tmp_path


def of_file(root, name, questions):
    return learned.read(root / "locales" / name, questions)


def learn(root, python=ROOT / "bot/.venv/bin/python"):
    learning.run(None, Settings(root=root, bot_python=str(python)))
    return subjects.load(Source(root / "locales", hash(root)))


@pytest.mark.rule("R72")
def test_what_editors_give_as_examples_is_known_afterwards(root, capsys):
    known = learn(root)
    about = known.of("your callback never came")
    assert (about["issue_kind"].value, about["area"].value) == ("delivery", "webhooks")
    assert known.of("is the invoice wrong?")["area"].value == "billing"
    read = of_file(root, subjects.FILE, subjects.QUESTIONS)
    assert read.examples == examples.fingerprint(root / "locales", examples.SUBJECTS)
    assert "18 examples" in capsys.readouterr().out


@pytest.mark.rule("R72")
def test_troubles_are_learned_into_a_file_of_their_own(root, capsys):
    learn(root)
    read = of_file(root, troubles.FILE, frozenset({troubles.QUESTION}))
    assert read.questions["trouble"].answers == ("refund", "sent_twice", "wish")
    assert read.examples == examples.fingerprint(root / "locales", examples.TROUBLES)
    assert Classifier(read).of("they came twice")["trouble"].value == "sent_twice"
    assert "15 examples" in capsys.readouterr().out


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
    (root / "bot/learn.py").write_text("raise SystemExit('no numbers today')")
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
