"""The people on call (R05): the file fits its schema, and everybody in it can be reached."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from firstline.domain.rota import parse
from firstline.locales import BrokenTexts

from .places import Problem, line_of, mapping
from .schema import misfits


def broken_rota(file: Path, addresses: Mapping[str, str] | None = None) -> Iterator[Problem]:
    """What is wrong with it. `addresses` are those that stand elsewhere; None: not looked at."""
    try:
        people = mapping(file).get("people")
    except BrokenTexts as broken:
        yield Problem(file, broken.line, broken.what)
        return
    wrong = list(misfits(file, parse))
    yield from wrong
    if not wrong and addresses is not None and isinstance(people, yaml.MappingNode):
        yield from _unreachable(file, people, addresses)


def _unreachable(
    file: Path, people: yaml.MappingNode, addresses: Mapping[str, str]
) -> Iterator[Problem]:
    """No address is shown: it may hold a password."""
    from apprise import Apprise  # noqa: PLC0415 - a second of imports, for this alone

    told = parse(yaml.safe_load(file.read_text("utf-8"))).people
    for name, _ in people.value:
        address = told[name.value].address or addresses.get(name.value, "")
        if not address:
            what = f"expected an address of {name.value}, here or in FIRSTLINE_ON_CALL_ADDRESSES"
            yield Problem(file, line_of(name), what)
        elif not Apprise().add(address):
            what = f"expected an address for {name.value} that Apprise knows"
            yield Problem(file, line_of(name), what)
