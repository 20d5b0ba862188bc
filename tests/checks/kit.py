"""A copy of what editors write, to break in one place."""

import shutil
from pathlib import Path

from firstline.check import problems
from firstline.locales import entries

ROOT = Path(__file__).parent.parent.parent
EDITED = (
    "locales/*/*.yml",
    "locales/*.yml",
    "locales/subjects.json",
    "locales/troubles.json",
    "bot/*.yml",
    "bot/flows/*.yml",
    "policy.yml",
    "components.yml",
)
LANGUAGES = ("en", "pt_BR", "de", "es", "ru")
OTHERS = LANGUAGES[1:]
CHECKED = "texts, phrases and questions are checked"


class Tree:
    """A copy of what editors write, to break."""

    def __init__(self, root):
        self.root = root
        for file in (file for pattern in EDITED for file in ROOT.glob(pattern)):
            copy = root / file.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copy)

    def lines(self, path):
        return (self.root / path).read_text("utf-8").splitlines()

    def write(self, path, lines):
        (self.root / path).write_text("\n".join(lines) + "\n", "utf-8")

    def place(self, path, key):
        """The lines of a text: index of its first, index after its last."""
        lines = self.lines(path)
        first = next(one.first for one in entries(self.root / path) if one.key == key)
        deeper = " " * (len(lines[first - 1]) - len(lines[first - 1].lstrip()) + 1)
        last = first
        while last < len(lines) and (not lines[last] or lines[last].startswith(deeper)):
            last += 1
        return first - 1, last

    def put(self, path, key, *value):
        """Another text at a key; its line, counted from 1."""
        first, last = self.place(path, key)
        lines = self.lines(path)
        before = lines[first][: lines[first].index(":") + 1]
        lines[first:last] = [f"{before} {value[0]}", *value[1:]]
        self.write(path, lines)
        return first + 1

    def drop(self, path, key):
        """No text at a key; the line where it was, counted from 1."""
        first, last = self.place(path, key)
        lines = self.lines(path)
        del lines[first:last]
        self.write(path, lines)
        return first + 1

    def add(self, path, *more):
        """More lines at the end; the line of the first."""
        lines = self.lines(path)
        self.write(path, [*lines, *more])
        return len(lines) + 1

    def replace(self, path, old, new):
        """Another word in the first line that has the old one; its line."""
        lines = self.lines(path)
        number = next(n for n, line in enumerate(lines) if old in line)
        lines[number] = lines[number].replace(old, new, 1)
        self.write(path, lines)
        return number + 1


def only(tree, path, line, *words):
    """There is one problem: at this place, and said with these words."""
    found = problems(tree.root)
    assert len(found) == 1, found
    assert found[0].startswith(f"{path}:{line}: "), found
    assert [word for word in words if word not in found[0]] == []
