"""Every key in every language, with the same placeholders, and nothing that English lacks (R06)."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from firstline.locales import BUNDLES, LANGUAGES, MAIN, PLACEHOLDER, SPOKEN, Entry, entries

from .places import Problem
from .readable import WORDS


def uneven(locales: Path) -> Iterator[Problem]:
    """Where the languages differ in what they say. All files can be read."""
    yield from _strangers(locales)
    yield from _shared(locales)
    for name in BUNDLES:
        main = locales / MAIN / f"{name}.yml"
        for language in LANGUAGES if main.exists() else ():
            if language != MAIN:
                yield from _compared(locales / language / f"{name}.yml", _by_key(main))


def _by_key(file: Path) -> dict[str, Entry]:
    return {entry.key: entry for entry in entries(file)}


def _strangers(locales: Path) -> Iterator[Problem]:
    for file in sorted(locales.glob("*/*.yml")):
        if file.parent.name not in LANGUAGES:
            yield Problem(file, 1, f"expected one of the languages {', '.join(LANGUAGES)}")
        elif file.stem not in {*BUNDLES, *WORDS}:
            names = ", ".join(sorted({*BUNDLES, *WORDS}))
            yield Problem(file, 1, f"expected one of the files {names}")


def _shared(locales: Path) -> Iterator[Problem]:
    """The desk asks for a key without saying in which of these files it stands."""
    owner: dict[str, Path] = {}
    for file in (locales / MAIN / f"{name}.yml" for name in SPOKEN):
        for entry in entries(file):
            if owner.setdefault(entry.key, file) != file:
                what = f"{entry.key} stands in {owner[entry.key].name} too, expected another name"
                yield Problem(file, entry.first, what)


def _compared(file: Path, expected: Mapping[str, Entry]) -> Iterator[Problem]:
    if not file.exists():
        yield Problem(file, 1, "expected this file")
        return
    given = _by_key(file)
    yield from _lacking(file, given, expected)
    for key, entry in given.items():
        if key not in expected:
            what = f"{key} is unknown, expected only keys that English has"
            yield Problem(file, entry.first, what)
        else:
            yield from _placeholders(file, entry, expected[key])


def _lacking(
    file: Path, given: Mapping[str, Entry], expected: Mapping[str, Entry]
) -> Iterator[Problem]:
    """Named with the line after which the text belongs, as in English."""
    line = 1
    for key in expected:
        if key in given:
            line = given[key].first
        else:
            yield Problem(file, line, f"expected a text for {key} after this line")


def _placeholders(file: Path, given: Entry, expected: Entry) -> Iterator[Problem]:
    wanted, found = (sorted(set(PLACEHOLDER.findall(entry.text))) for entry in (expected, given))
    if wanted != found:
        what = f"{given.key} has {_listed(found)}, expected {_listed(wanted)} as in English"
        yield Problem(file, given.first, what)


def _listed(names: list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names) or "no placeholders"
