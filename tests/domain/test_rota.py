"""Who is on call when (R05): days, times past midnight, turns, and what is wrong with a file."""

from datetime import datetime

import msgspec
import pytest
import yaml

from firstline.domain.rota import parse

pytestmark = pytest.mark.rule("R05")

ROTA = """
zone: Europe/Berlin
people: {Dana: {}, Emil: {}, Lea: {address: "json://example"}}
rota:
  - {days: [sat, sun], order: [Emil]}
  - {from: 22:00, to: "08:00", order: [Lea, Dana]}
  - {order: [Dana, Emil, Lea], turn: 7, since: 2026-11-30}
"""


@pytest.mark.parametrize(
    ("moment", "line"),
    [
        ("2026-11-30 12:00", ("Dana", "Emil", "Lea")),
        ("2026-12-07 12:00", ("Emil", "Lea", "Dana")),
        ("2026-12-21 12:00", ("Dana", "Emil", "Lea")),
        ("2026-11-23 12:00", ("Lea", "Dana", "Emil")),
        ("2026-12-05 12:00", ("Emil",)),
        ("2026-11-30 21:59", ("Dana", "Emil", "Lea")),
        ("2026-11-30 22:00", ("Lea", "Dana")),
        ("2026-12-01 07:59", ("Lea", "Dana")),
        ("2026-12-01 08:00", ("Dana", "Emil", "Lea")),
    ],
)
def test_the_first_line_that_fits_says_who_is_called(moment: str, line: tuple[str, ...]) -> None:
    assert parse(yaml.safe_load(ROTA)).in_line(datetime.fromisoformat(moment)) == line


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    night = '- {days: [fri], from: "20:00", to: "08:00", order: [Lea]}\n  - '
    rota = parse(yaml.safe_load(ROTA.replace("- ", night, 1)))
    assert rota.in_line(datetime.fromisoformat("2026-12-05 07:59")) == ("Lea",)
    assert rota.in_line(datetime.fromisoformat("2026-12-05 08:00")) == ("Emil",)
    assert rota.in_line(datetime.fromisoformat("2026-12-04 07:59")) == ("Lea", "Dana")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Europe/Berlin", "Berlin", ["a zone such as Europe/Berlin", "$.zone"]),
        ("order: [Emil]", "order: [Emma]", ["one of Dana, Emil, Lea", "Emma", "$.rota[0].order"]),
        ("order: [Emil]", "order: []", ["expected somebody", "$.rota[0].order"]),
        ('to: "08:00"', "to: late", ["such as 08:30", "late", "$.rota[1].to"]),
        ('to: "08:00"', 'to: "25:00"', ["such as 08:30", "$.rota[1].to"]),
        (", since: 2026-11-30", "", ["`since`", "$.rota[2]"]),
        ("days: [sat, sun]", "days: [saturday]", ["$.rota[0].days[0]"]),
        ("turn: 7, since: 2026-11-30", 'to: "10:00"', ["on mon 10:00", "$.rota"]),
        ("turn: 7", "turns: 7", ["unknown field `turns`"]),
    ],
)
def test_what_is_wrong_is_said_with_its_place(old: str, new: str, words: list[str]) -> None:
    with pytest.raises(msgspec.ValidationError) as refused:
        parse(yaml.safe_load(ROTA.replace(old, new)))
    assert [word for word in words if word not in str(refused.value)] == []
