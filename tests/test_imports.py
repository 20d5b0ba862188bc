"""The arrows of the design: which part of the desk may import which.

`app -> channels, web, intake, effects -> wire -> desk -> domain, store.port, notify`; only `stores`
imports a concrete store, and `domain` imports nothing of ours.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "backend" / "firstline"

# The ground floor: anyone may import it, it imports nothing of ours but its own floor.
GROUND = {
    "firstline",
    "masking",
    "locales",
    "settings",
    "times",
    "numbers",
    "mails",
    "background",
    "answering",
}
CORE = {"domain", "store.port", "notify", "presence", "live", "measures", "underway"}
EDGES = {"channels", "web", "intake", "effects", "reports"}
THROUGH = {"desk", "wire", "access", "view", "people", "limits", "surges"}

# Part -> the parts that it may import, beside itself and the ground floor. A part is the longest
# name here that a module starts with: `store.port` is no part of `store`, and `masking_checks`
# belongs to `masking`.
ALLOWED: dict[str, set[str]] = {
    **{part: set() for part in GROUND},
    "domain": set(),
    "store.port": {"domain"},
    "store": {"store.port", "domain", "underway"},
    "notify": {"domain", "store.port"},
    "measures": {"notify"},
    "measured": {"domain", "store.port", "measures"},
    "underway": {"domain"},
    "serving": set(),
    "live": {"domain", "store.port", "notify"},
    "presence": {"domain", "live"},
    "voice": {"domain"},
    "view": {"domain"},
    "people": {"domain", "store.port"},
    "surges": {"domain", "store.port"},
    "logs": {"domain"},
    "states": {"domain", "store.port", "notify"},
    "desk": CORE | {"voice", "states"},
    "access": CORE | {"desk"},
    "wire": CORE | {"desk", "access"},
    "limits": {"domain", "wire", "live"},
    **dict.fromkeys(EDGES, CORE | THROUGH),
    "channels": CORE | THROUGH | {"editing"},
    "bounces": {"domain"},
    "browser_types": {"domain", "view", "wire", "editing"},
    "check": {"domain", "checks", "intake"},
    "checks": {"domain", "check", "intake"},
    "stores": {"domain", "store.port", "store"},
    "editing": CORE | THROUGH | {"intake", "check", "checks", "voice", "logs"},
    "evaluation": CORE | THROUGH | {"intake", "checks", "logs", "store", "voice", "web"},
    "keeping": CORE | THROUGH | {"stores", "store", "voice", "web"},
    "app": CORE
    | THROUGH
    | EDGES
    | {"editing", "keeping", "measured", "serving", "stores", "voice"},
    "cli": CORE
    | THROUGH
    | EDGES
    | {
        "bounces",
        "editing",
        "keeping",
        "evaluation",
        "app",
        "stores",
        "store",
        "check",
        "checks",
        "logs",
    },
    "__main__": {"app", "cli"},
}


def part_of(module: str) -> str:
    name = module.removeprefix("firstline.")
    known = [part for part in ALLOWED if name == part or name.startswith((f"{part}.", f"{part}_"))]
    assert known, f"{module} is new: give it a place in the table of {Path(__file__).name}"
    return max(known, key=len)


def name_of(file: Path) -> str:
    parts = ("firstline", *file.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def base_of(node: ast.ImportFrom, file: Path) -> str:
    """The absolute name behind `from`, where dots climb from the module's own package."""
    if not node.level:
        return node.module or ""
    package = name_of(file).split(".")
    climbed = len(package) - node.level + (file.name == "__init__.py")
    return ".".join([*package[:climbed], *filter(None, [node.module])])


def is_module(name: str) -> bool:
    place = PACKAGE.parent.joinpath(*name.split("."))
    return place.is_dir() or place.with_suffix(".py").is_file()


def imports(file: Path) -> Iterator[str]:
    """Modules of ours that a file names, `from . import port` as the module port."""
    for node in ast.walk(ast.parse(file.read_text())):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(names=names):
                base = base_of(node, file)
                whole = (f"{base}.{alias.name}" for alias in names)
                yield from (name if is_module(name) else base for name in whole)


def wrong_arrows(file: Path) -> list[str]:
    source = part_of(name_of(file))
    targets = {part_of(name) for name in imports(file) if name.split(".")[0] == "firstline"}
    wrong = targets - ALLOWED[source] - {source} - GROUND
    if source in GROUND:
        wrong = targets - {source, "firstline"}
    return [f"{source} -> {target}" for target in sorted(wrong)]


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=name_of)
def test_every_import_follows_the_arrows_of_the_design(file: Path):
    assert not wrong_arrows(file)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("from firstline.domain import events", {"firstline.domain.events"}),
        ("from .events import Recorded", {"firstline.domain.events"}),
        ("from . import events", {"firstline.domain.events"}),
        ("from ..store.port import Store", {"firstline.store.port"}),
        ("def f():\n    import firstline.domain.row", {"firstline.domain.row"}),
    ],
)
def test_an_import_is_seen_however_it_is_written(line, found, monkeypatch):
    monkeypatch.setattr(Path, "read_text", lambda _: line)
    assert set(imports(PACKAGE / "domain" / "decide.py")) == found


def test_the_domain_may_not_reach_for_a_store(monkeypatch):
    monkeypatch.setattr(Path, "read_text", lambda _: "from firstline.store import sqlite")
    assert wrong_arrows(PACKAGE / "domain" / "decide.py") == ["domain -> store"]
    assert wrong_arrows(PACKAGE / "stores.py") == []
    assert wrong_arrows(PACKAGE / "app" / "life.py") == ["app -> store"]
