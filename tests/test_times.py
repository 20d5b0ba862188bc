"""Times for people."""

from datetime import UTC, datetime

import pytest

from firstline.times import clock_time, place_name, zone_name


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


NOON = at("2026-03-02T12:00")


@pytest.mark.rule("R29")
@pytest.mark.parametrize(
    ("zone", "language", "shown"),
    [
        ("America/Sao_Paulo", "pt_BR", "11:30 (São Paulo)"),
        ("Europe/Berlin", "de", "15:30 (Berlin)"),
        ("Europe/Moscow", "ru", "17:30 (Москва)"),
        ("America/Bogota", "es", "09:30 (Bogotá)"),
        ("Asia/Kolkata", "en", "20:00 (Kolkata)"),
    ],
)
def test_a_time_of_today_is_in_the_readers_zone_with_its_name(zone, language, shown):
    assert clock_time(at("2026-03-02T14:30"), zone, NOON, language) == shown


@pytest.mark.rule("R29")
@pytest.mark.parametrize(
    ("language", "day"),
    [("en", "Tue, Mar 3"), ("de", "Di., 3. März"), ("es", "mar, 3 mar"), ("ru", "вт, 3 мар")],
)
def test_another_day_is_named(language, day):
    shown = clock_time(at("2026-03-03T09:00"), "UTC", NOON, language)
    assert shown.startswith(day.split()[0])
    assert "3" in shown.split("09:00")[0]


def test_today_is_the_readers_today():
    late = at("2026-03-02T23:30")
    assert "," in clock_time(late, "Europe/Berlin", NOON, "en")
    assert "," not in clock_time(late, "UTC", NOON, "en")


@pytest.mark.parametrize(
    "zone", ["", "Nowhere/At_All", "../../etc/passwd", "Europe", "\0", "x" * 999]
)
def test_an_unknown_zone_is_utc(zone):
    assert clock_time(NOON, zone, NOON, "en").startswith("12:00 (")
    assert zone_name(zone) == "UTC"


@pytest.mark.parametrize(("language", "name"), [("ru", "Москва"), ("de", "Moskau")])
def test_a_zones_place_is_named_as_in_the_times(language, name):
    assert place_name("Europe/Moscow", language) == name
    assert clock_time(NOON, "Europe/Moscow", NOON, language) == f"15:00 ({name})"


def test_a_zone_is_kept_by_its_name():
    assert zone_name("America/Sao_Paulo") == "America/Sao_Paulo"
    assert zone_name(None) == zone_name(5) == zone_name(["UTC"]) == "UTC"
