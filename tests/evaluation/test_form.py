"""The form of cases: what docs/evaluation.md shows is valid, and mistakes are named with a line."""

import re
from pathlib import Path

import pytest
import yaml

from firstline.cli import main
from firstline.evaluation import cases, form, kinds
from firstline.intake.assistant import collect
from firstline.intake.lexicon import NO
from tests.docs.reading import ROOT, code, section, table, text

DOC = ROOT / "docs/evaluation.md"
SHOWN = re.findall(r"^```yaml\n(.*?)^```$", text(DOC), re.MULTILINE | re.DOTALL)
CONVERSATION, AROUND, PAIRS, SECRETS = SHOWN
WHOLE = {
    "conversation": CONVERSATION.replace("    expected:", f"{AROUND}    expected:"),
    "pairs": PAIRS,
    "secrets": SECRETS,
}


def write(folder: Path, content: str, place: str = "tuning/de/some.yml") -> Path:
    file = folder / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, "utf-8")
    return file


def wrong(folder: Path, content: str) -> list[tuple[int, str]]:
    return [(line, what) for _, line, what in cases.problems([write(folder, content)])]


@pytest.mark.parametrize("name", WHOLE)
def test_what_the_page_shows_has_the_form(tmp_path: Path, name: str) -> None:
    assert wrong(tmp_path, WHOLE[name]) == []


def test_set_and_language_are_the_folders_names(tmp_path: Path) -> None:
    file = write(tmp_path, PAIRS, "aside/pt_BR/x.yml")
    (read,) = cases.read([file])
    assert (read.set, read.language) == ("aside", "pt_BR")


def test_values_are_read_as_they_are_written(tmp_path: Path) -> None:
    said = CONVERSATION.replace(
        "impact: all\n      response", "time: 15:40\n      response"
    ).replace("GB, en", "NO, no")
    (read,) = cases.read([write(tmp_path, said)])
    (case,) = read.file.conversations
    assert case.answers["time"] == "15:40"
    assert case.browser == ("en-NO", "no")


MISTAKES = {
    "unknown name": ("severity: 1", "severty: 1", "severty"),
    "unknown fact": ("area: webhooks", "aera: webhooks", "aera"),
    "unknown area": ("area: webhooks", "area: hooks", "'hooks'"),
    "time without zone": ("13:40:00Z\n        impact", "13:40:00\n        impact", "zone"),
    "string that nobody wrote": ("masked: [Kq8", "masked: [Xq8", "no message holds"),
    "unknown question": ("questions: [response]", "questions: [reponse]", "reponse"),
    "unknown answer": ("steps: first", "stesp: first", "stesp"),
    "unknown duplicate": ("handed_over: true", "duplicate: foo", "no duplicate 'foo'"),
    "kind of issue": ("kind: delivery", "kind: webhooks", "webhooks"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, name: str) -> None:
    right, mistaken, named = MISTAKES[name]
    assert CONVERSATION.count(right) == 1
    ((line, what),) = wrong(tmp_path, CONVERSATION.replace(right, mistaken))
    assert named in what
    assert 2 <= line <= len(CONVERSATION.splitlines())


def test_an_id_stands_once_in_a_set(tmp_path: Path) -> None:
    files = [write(tmp_path, PAIRS, f"{place}/x.yml") for place in ("tuning/de", "tuning/en")]
    ((file, line, what),) = cases.problems(files)
    assert (file, line) == (files[1], 2)
    assert "de-pair-invoice is taken" in what
    other = write(tmp_path, PAIRS, "aside/de/x.yml")
    assert list(cases.problems([files[0], other])) == []


def test_a_key_stands_once(tmp_path: Path) -> None:
    ((line, what),) = wrong(tmp_path, PAIRS + "    same: false\n")
    assert (line, "stands here again" in what) == (len(PAIRS.splitlines()) + 1, True)


def test_the_command_tells_what_it_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(write(tmp_path, PAIRS))
    main(["eval", "--check", file])
    assert "1 pairs" in capsys.readouterr().out
    write(tmp_path, PAIRS.replace("same:", "alike:"))
    with pytest.raises(SystemExit) as ended:
        main(["eval", "--check", file])
    assert ended.value.code == 1
    assert f"{file}:3:" in capsys.readouterr().out


def test_the_page_has_every_kind_area_and_intent() -> None:
    facts = table(section(DOC, "Facts"))
    assert {name for name in facts if name not in kinds.ISSUES} == {*kinds.KINDS} - {"issue_kind"}
    assert {name for name in facts if name in kinds.ISSUES} >= {*kinds.ISSUES} - {"billing"}
    words = yaml.safe_load((ROOT / "locales/en/facts.yml").read_text("utf-8"))
    assert {*words["area"]} - {NO} == {*kinds.AREAS} <= {*code(facts["area"][0])}
    intents = code("\n".join(line for line in section(DOC, "Intents").splitlines() if "|" in line))
    assert {*intents} == {*collect(ROOT)["domain.yml"]["intents"]}


def test_lengths_of_time() -> None:
    assert [form.span(one) for one in ("20s", "5m", "3h", "2d")] == [
        20_000,
        300_000,
        10_800_000,
        172_800_000,
    ]
