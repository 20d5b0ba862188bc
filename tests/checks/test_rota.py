"""`make check` on the file of the people on call: file, line and what was expected (R05)."""

from pathlib import Path

import pytest

from firstline.check import rota_problems

from .kit import ROOT

pytestmark = pytest.mark.rule("R05")

ROTA = """zone: Europe/Berlin
people:
  Dana: {}
  Emil: {address: "json://127.0.0.1:9/emil"}
rota:
  - {order: [Dana, Emil]}
"""


def told(folder: Path, text: str, addresses: dict[str, str] | None = None) -> list[str]:
    file = folder / "rota.yml"
    file.write_text(text)
    return rota_problems(file, {} if addresses is None else addresses)


def test_the_demos_file_is_in_order() -> None:
    assert rota_problems(ROOT / "on-call.yml") == []


def test_everybody_needs_an_address_here_or_elsewhere(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, ROTA)
    assert problem.startswith("rota.yml:3: expected an address of Dana")
    assert told(tmp_path, ROTA, {"Dana": "json://127.0.0.1:9/dana"}) == []


def test_an_address_that_apprise_does_not_know_is_named_and_not_shown(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, ROTA, {"Dana": "carrier-pigeon://secret"})
    assert problem == "rota.yml:3: expected an address for Dana that Apprise knows"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("Europe/Berlin", "Berlin", 1),
        ("[Dana, Emil]", "[Dana, Emma]", 6),
        ("order:", "ordre:", 6),
        ("Dana: {}", "Dana: {phone: 1}", 3),
        ("people:", "people: [", 4),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(tmp_path, old, new, line) -> None:
    found = told(tmp_path, ROTA.replace(old, new))
    assert len(found) == 1
    assert found[0].startswith(f"rota.yml:{line}: ")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    (problem,) = rota_problems(tmp_path / "none.yml", {})
    assert problem.startswith("none.yml:1: expected YAML in UTF-8")
