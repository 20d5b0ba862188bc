"""`docs/operating.md` describes every setting, with the default that it has."""

import msgspec

from firstline.settings import PREFIX, Settings

from .reading import ROOT, code, section, table

OPERATING = ROOT / "docs" / "operating.md"
SETTINGS = {PREFIX + field.name.upper(): field for field in msgspec.structs.fields(Settings)}


def documented():
    return table(section(OPERATING, "Settings"))


def as_written(default) -> str:
    """A default as one would write it into the environment."""
    if isinstance(default, tuple):
        return ",".join(default)
    return str(default).lower() if isinstance(default, bool) else str(default)


def test_every_setting_is_described_and_no_other():
    assert list(documented()) == list(SETTINGS)


def test_every_default_is_the_right_one():
    told = {name: (code(cells[0]) or [""])[0] for name, cells in documented().items()}
    assert told == {name: as_written(field.default) for name, field in SETTINGS.items()}


def test_every_setting_has_a_meaning():
    assert all(cells[1] for cells in documented().values())
