"""Puts a break of `tests.breaks` in place: in this process, or in a copy of the work tree."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.breaks import BREAKS, Break, BrokenFile, BrokenFunction

ROOT = Path(__file__).parent.parent
VARIABLE = "BREAK_RULE"
# No setting of the desk, which refuses to start with one that it does not know.
# Too big to copy, and no break changes them.
SHARED = (".venv", "bot/.venv", ".tools/bin", ".tools/venv")
# What was built before may be fresh for the copy too; it is rebuilt there if not.
BUILT = ("build", ".tools/stamps")


def break_function(broken: BrokenFunction) -> None:
    """Replaces the target, also where another of our modules has bound it under its own name."""
    module_name, path = broken.target.split(":")
    module = import_module(module_name)
    original = attrgetter(path)(module)
    owner, _, name = path.rpartition(".")
    setattr(attrgetter(owner)(module) if owner else module, name, broken.stand_in)
    for other in [m for n, m in sys.modules.items() if n.split(".")[0] == "firstline"]:
        for bound in [n for n, value in vars(other).items() if value is original]:
            setattr(other, bound, broken.stand_in)


def break_this_process() -> None:
    """Called by tests/break_site at the start of every Python process of a broken run."""
    broken = BREAKS.get(os.environ.get(VARIABLE, ""))
    if isinstance(broken, BrokenFunction):
        break_function(broken)


def break_file(root: Path, broken: BrokenFile) -> None:
    """Changes the file below `root`; raises ValueError if there is nothing to change."""
    file = root / broken.path
    text = file.read_text()
    if broken.instead_of not in text:
        raise ValueError(f"{broken.path} does not contain {broken.instead_of!r}")
    file.write_text(text.replace(broken.instead_of, broken.text))


def copy_work_tree(target: Path) -> None:
    """Copies what git knows or would know, what was built, and links to the environments."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    for name in filter(lambda name: (ROOT / name).exists(), BUILT):
        shutil.copytree(ROOT / name, target / name, dirs_exist_ok=True)
    for name in SHARED:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).symlink_to(ROOT / name)
    link_node_modules(target / "node_modules")


def link_node_modules(target: Path) -> None:
    """Links each package, and our own workspaces to the copies beside them."""
    target.mkdir()
    for package in (ROOT / "node_modules").iterdir():
        if package.name == "@firstline":
            shutil.copytree(package, target / package.name, symlinks=True)
        else:
            (target / package.name).symlink_to(package)


def rebuild(root: Path) -> None:
    """Builds front end and model of a copy, as far as they are stale.

    Not through make, which would bring the environments up to date, and those are shared.
    Raises ValueError with the last words of a step that failed.
    """
    for step in (["/bin/sh", "scripts/build.sh"], [sys.executable, "-m", "firstline", "train"]):
        done = subprocess.run(
            step, cwd=root, env=environment(root), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise ValueError(f"{' '.join(step[1:])} failed:\n{done.stderr[-2000:]}")


@contextmanager
def broken_tree(broken: Break) -> Iterator[Path]:
    """Gives the folder in which to run the tests: the work tree, or its broken copy."""
    if isinstance(broken, BrokenFunction):
        yield ROOT
        return
    with TemporaryDirectory(prefix="firstline-break-") as folder:
        copy_work_tree(Path(folder))
        break_file(Path(folder), broken)
        rebuild(Path(folder))
        yield Path(folder)


def environment(root: Path, rule: str = "") -> dict[str, str]:
    """Variables for a run in `root`, under which each Python process breaks itself."""
    path = [root / "tests" / "break_site", root, root / "backend"]
    return {
        **os.environ,
        VARIABLE: rule,
        "PYTHONPATH": os.pathsep.join(map(str, path)),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
