"""When it was, as it is said: lengths, minutes in words, places, pasted stamps (R23)."""

from datetime import UTC, datetime

import pytest

from firstline.intake import facts

NOW = int(datetime(2026, 11, 25, 18, 0, tzinfo=UTC).timestamp() * 1000)

SAID = [
    ("en", "an hour and a half ago", "16:30"),
    ("en", "two and a half hours ago", "15:30"),
    ("en", "about three quarters of an hour ago", "17:15"),
    ("en", "since one hour and twenty minutes ago", "16:40"),
    ("en", "at nine thirty it stopped", "09:30"),
    ("en", "first seen at 0930", "09:30"),
    ("en", "started bout 3ish", "15:00"),
    ("en", "not at 15:10, it was 15:50", "15:50"),
    ("de", "vor anderthalb Stunden", "16:30"),
    ("de", "seit einer Viertelstunde", "17:45"),
    ("de", "zehn nach halb neun", "08:40"),
    ("de", "heut um 9 rum hat das angefangen", "09:00"),
    ("es", "desde hace una hora y media", "16:30"),
    ("es", "hace un cuarto de hora", "17:45"),
    ("es", "a eso de las 4 y pico", "16:00"),
    ("pt_BR", "comecei faz uma hora e meia", "16:30"),
    ("pt_BR", "começou às dez pras nove da manhã", "08:50"),
    ("pt_BR", "trocamos ontem à noite e hoje, a partir das 8h05, parou", "08:05"),
    ("ru", "уже полтора часа ничего не уходит", "16:30"),
    ("ru", "четверть часа назад", "17:45"),
    ("ru", "не в 15:10, а в 15:50", "15:50"),
]
PASTED = [
    '10.2.0.9 - - [25/Nov/2026:11:31:07 +0100] "POST /v1/messages HTTP/1.1" 429 187',
    "HTTP/1.1 500 Internal Server Error\nDate: Wed, 25 Nov 2026 10:31:07 GMT",
    '{"statuses":[{"id":"wamid.HBgNNDkxNTE1NTUwMTQ3","timestamp":"1795602667"}]}',
    '{"timestamp": 1795602667000}',
]
PLACES = [
    ("en", "at 9:00 Lagos time", "08:00"),
    ("en", "at 9:00 Hong Kong time", "01:00"),
    ("es", "a las 9:00 hora de Canarias", "09:00"),
    ("es", "a las 9:00, hora de Guayaquil", "14:00"),
    ("pt_BR", "às 9:00 horário de Fortaleza", "12:00"),
    ("ru", "в 9:00 по омску", "03:00"),
]


def moment(text, language):
    found = facts.find(text, now=NOW, zone="UTC", language=language, source=1)
    at = next((finding.moment for finding in found if finding.what == "time"), None)
    return None if at is None else f"{datetime.fromtimestamp(at / 1000, UTC):%H:%M}"


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text", "time"), SAID)
def test_the_time_is_read_as_it_is_said(language, text, time):
    assert moment(text, language) == time


@pytest.mark.rule("R23")
@pytest.mark.parametrize("text", PASTED)
def test_the_time_of_a_log_a_header_and_a_payload_is_read(text):
    assert moment(text, "en") == "10:31"


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text", "time"), PLACES)
def test_the_time_of_a_place_is_that_places_time(language, text, time):
    assert moment(text, language) == time
