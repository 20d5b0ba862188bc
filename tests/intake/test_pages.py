"""What each format of status page says, as incidents (R24). The pages in `pages/` were made up."""

from datetime import datetime
from pathlib import Path

import msgspec
import pytest

from firstline.intake import components, pages
from firstline.intake.components import Areas, Components
from firstline.intake.incidents import Incident
from firstline.intake.pages import UnknownFormat, local

PAGES = Path(__file__).parent / "pages"
AREAS = Areas(Components({"Cloud API": ("messages", "media"), "Events": ("webhooks",)}))
PART = "checking, offering, linking and handing over"


def at(written: str) -> int:
    return int(datetime.fromisoformat(f"2026-11-{written}Z").timestamp() * 1000)


def of(name: str) -> dict[str, Incident]:
    content = (PAGES / name).read_bytes()
    read = local.read if name.endswith(".yml") else pages.read
    return {one.id: one for one in read(content, AREAS)}


@pytest.mark.rule("R24", part=PART)
@pytest.mark.parametrize(
    ("page", "id", "status", "began", "areas"),
    [
        ("statuspage.json", "i1", "identified", "28T13:55:00", ("webhooks",)),
        ("instatus.json", "cm1abc", "identified", "28T13:55:50", ("webhooks",)),
        ("incident_io.json", "01JA0001", "identified", "", ("webhooks",)),
        ("local.yml", "late-webhooks", "identified", "28T13:55:00", ("webhooks",)),
    ],
)
def test_an_incident_is_read_from_each_format(page, id, status, began, areas):
    incident = of(page)[id]
    assert (incident.status, incident.impact) == (status, "major")
    assert incident.started_at == (at(began) if began else 0)
    assert set(areas) <= set(incident.areas)
    assert incident.url.startswith("https://")
    assert not incident.planned


@pytest.mark.rule("R24", part=PART)
@pytest.mark.parametrize(
    ("page", "under_way", "scheduled"),
    [
        ("statuspage.json", "m1", "m2"),
        ("instatus.json", "cm3ghi", "cm4jkl"),
        ("incident_io.json", "01JA0002", "01JA0003"),
        ("local.yml", "move", ""),
    ],
)
def test_a_maintenance_window_is_one_in_each_format(page, under_way, scheduled):
    read, now = of(page), at("28T14:30:00")
    window = read[under_way]
    assert (window.planned, window.stands(now)) == (True, "under_way")
    assert (window.started_at, window.ends_at) == (at("28T14:00:00"), at("28T15:00:00"))
    assert window.stands(at("28T15:00:00")) == "over"
    if scheduled:
        later = read[scheduled]
        assert (later.stands(now), later.started_at) == ("scheduled", at("29T02:00:00"))
        assert later.stands(at("29T02:00:00")) == "under_way"


@pytest.mark.parametrize("page", sorted(file.name for file in PAGES.iterdir()))
def test_what_is_over_is_left_out(page):
    assert not {"i2", "m3", "cm2def", "over"} & of(page).keys()


def test_the_newest_update_is_what_an_incident_says():
    assert of("statuspage.json")["i1"].body == "A fix is on its way."
    assert of("incident_io.json")["01JA0001"].body == "A fix is on its way."


def test_a_page_on_which_all_is_well_says_nothing():
    well = b'{"page": {"name": "Sendwell", "url": "https://s.example", "status": "UP"}}'
    assert pages.read(well, AREAS) == ()
    assert pages.read(b'{"page": {"id": "x"}, "incidents": []}', AREAS) == ()
    assert pages.read(b'{"ongoing_incidents": []}', AREAS) == ()
    assert local.read(b"", AREAS) == ()


@pytest.mark.parametrize("other", [b"{}", b'{"page": 5}', b'{"page": {"status": "fine"}}'])
def test_another_format_is_none(other):
    with pytest.raises(UnknownFormat):
        pages.read(other, AREAS)


@pytest.mark.parametrize(
    "broken", [b"", b"[]", b"\xff\xfe", b'{"incidents": 5}', b'{"activeIncidents": [{}]}']
)
def test_nonsense_is_refused(broken):
    with pytest.raises((msgspec.MsgspecError, UnknownFormat)):
        pages.read(broken, AREAS)


@pytest.mark.parametrize(
    "written",
    ["incidents: 5", "incidents: [{id: a, title: b}]", "other: []", "a: [", "incidents: [{id: 1}]"],
)
def test_a_file_that_does_not_fit_says_what_was_expected(written):
    with pytest.raises(UnknownFormat, match=r"."):
        local.read(written.encode(), AREAS)


def test_a_huge_page_is_cut():
    many = [{"id": str(n), "name": "n" * 5_000} for n in range(500)]
    read = pages.read(msgspec.json.encode({"incidents": many}), AREAS)
    assert len(read) <= 50
    assert max(len(one.title) for one in read) <= 200


def test_a_name_in_the_table_outweighs_the_words_in_it():
    table = Components({"Message console": ("portal",)})
    assert Areas(table)(["Message console"]) == ("portal",)
    assert Areas()(["Message console"]) == ("messages", "portal")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ({"components": {"Cloud API": ["parking"]}}, "expected one of"),
        ({"components": {"Cloud API": []}}, "its areas"),
        ({"components": {"--": ["media"]}}, "a name"),
        ({"parts": {}}, "unknown field"),
    ],
)
def test_a_table_that_does_not_fit_says_where(data, word):
    with pytest.raises(msgspec.ValidationError, match=word):
        components.parse(data)


def test_without_a_table_the_words_alone_decide(tmp_path):
    assert components.load(tmp_path / "components.yml") == Components()


def test_the_table_that_comes_with_the_desk_can_be_used():
    assert components.load(Path(__file__).parents[2] / components.FILE).components
