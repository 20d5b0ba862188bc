"""Exact times with their zones, in words and figures of five languages (R23)."""

from datetime import UTC, datetime

import pytest

from firstline.domain.events import CustomerWrote
from firstline.intake import facts, prose
from firstline.intake.facts import times
from firstline.intake.words import words_of

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)  # a Sunday

SAID = [
    # language, the browser's zone, the text, the time understood
    ("en", "America/Sao_Paulo", "since 09:00 BRT", "2026-11-22 09:00 America/Sao_Paulo"),
    (
        "de",
        "Europe/Berlin",
        "seit heute früh um 9 geht nichts mehr",
        "2026-11-22 09:00 (Europe/Berlin)",
    ),
    ("pt_BR", "America/Sao_Paulo", "parou há 20 minutos", "2026-11-22 11:40 America/Sao_Paulo"),
    ("ru", "Europe/Moscow", "не работает с 9 утра", "2026-11-22 09:00 (Europe/Moscow)"),
    ("en", "Europe/London", "it broke at 3pm yesterday", "2026-11-21 15:00 (Europe/London)"),
    ("de", "Europe/Berlin", "gestern um 15 Uhr", "2026-11-21 15:00 (Europe/Berlin)"),
    ("pt_BR", "America/Sao_Paulo", "ontem às 15h", "2026-11-21 15:00 (America/Sao_Paulo)"),
    ("es", "Europe/Madrid", "ayer a las 15:00", "2026-11-21 15:00 (Europe/Madrid)"),
    ("ru", "Europe/Berlin", "вчера в 15:00 по москве", "2026-11-21 15:00 Europe/Moscow"),
    ("en", "America/Sao_Paulo", "2026-11-22T09:00:00Z", "2026-11-22 09:00 UTC"),
    (
        "es",
        "America/Mexico_City",
        "desde las 9 de la noche de ayer",
        "2026-11-21 21:00 (America/Mexico_City)",
    ),
    ("es", "Europe/Madrid", "hace media hora", "2026-11-22 15:30 Europe/Madrid"),
    ("de", "Europe/Berlin", "vor einer halben Stunde", "2026-11-22 15:30 Europe/Berlin"),
    ("ru", "Europe/Moscow", "полчаса назад", "2026-11-22 17:30 Europe/Moscow"),
    ("ru", "Europe/Moscow", "час назад", "2026-11-22 17:00 Europe/Moscow"),
    ("en", "Europe/London", "an hour ago", "2026-11-22 14:00 Europe/London"),
    ("de", "Europe/Berlin", "halb neun", "2026-11-22 08:30 (Europe/Berlin)"),
    ("de", "Europe/Berlin", "seit halb 9 heute", "2026-11-22 08:30 (Europe/Berlin)"),
    ("es", "Europe/Madrid", "a las 9 y media", "2026-11-22 09:30 (Europe/Madrid)"),
    ("pt_BR", "America/Sao_Paulo", "às 9 e meia da manhã", "2026-11-22 09:30 (America/Sao_Paulo)"),
    ("en", "Europe/London", "half past nine", "2026-11-22 09:30 (Europe/London)"),
    ("en", "Europe/London", "we have 9 endpoints and 3 numbers", None),
    ("en", "Europe/London", "at 9 endpoints", None),
    ("pt_BR", "America/Sao_Paulo", "as 3 mensagens falharam", None),
    ("ru", "Europe/Moscow", "в 3 странах не работает", None),
    ("en", "Europe/London", "error 131047 since 24/7", None),
    ("de", "Europe/Berlin", "am 21.11. um 14:30 Uhr MEZ", "2026-11-21 14:30 Europe/Berlin"),
    (
        "en",
        "America/New_York",
        "on November 21 at 2:30 PM EST",
        "2026-11-21 14:30 America/New_York",
    ),
    ("es", "Europe/Madrid", "el 3 de mayo de 2026 a las 10:15", "2026-05-03 10:15 (Europe/Madrid)"),
    ("ru", "Europe/Moscow", "21 ноября в 15:40 МСК", "2026-11-21 15:40 Europe/Moscow"),
    (
        "pt_BR",
        "Europe/Berlin",
        "sexta-feira às 18h30, horário de Brasília",
        "2026-11-20 18:30 America/Sao_Paulo",
    ),
    ("en", "Europe/London", "The request takes 2 hours", None),
    ("de", "Europe/Berlin", "seit 2 Stunden", "2026-11-22 14:00 Europe/Berlin"),
    ("en", "Europe/London", "for the last 2 hours", "2026-11-22 13:00 Europe/London"),
    ("es", "Europe/Madrid", "llevamos 3 horas sin servicio", "2026-11-22 13:00 Europe/Madrid"),
    ("pt_BR", "America/Sao_Paulo", "faz 2 horas que parou", "2026-11-22 10:00 America/Sao_Paulo"),
    ("ru", "Europe/Moscow", "уже 2 часа не работает", "2026-11-22 16:00 Europe/Moscow"),
    ("en", "Europe/London", "last night at 11", "2026-11-21 23:00 (Europe/London)"),
    ("ru", "Europe/Moscow", "вчера в 9 вечера", "2026-11-21 21:00 (Europe/Moscow)"),
    ("es", "Europe/Madrid", "a las 3 de la tarde", "2026-11-22 15:00 (Europe/Madrid)"),
    ("pt_BR", "America/Sao_Paulo", "às 3 da tarde", "2026-11-21 15:00 (America/Sao_Paulo)"),
    ("ru", "Europe/Moscow", "в 3 часа дня", "2026-11-22 15:00 (Europe/Moscow)"),
    ("de", "Europe/Berlin", "um 9 Uhr 30", "2026-11-22 09:30 (Europe/Berlin)"),
    ("de", "Europe/Berlin", "um 9.30 Uhr", "2026-11-22 09:30 (Europe/Berlin)"),
    ("en", "Europe/London", "yesterday", None),
    ("en", "America/New_York", "11/03 at 10:00", "2026-11-03 10:00 (America/New_York)"),
    ("en", "Europe/London", "11/03 at 10:00", "2026-03-11 10:00 (Europe/London)"),
    ("en", "Europe/London", "09:00 UTC-3", "2026-11-22 09:00 UTC-03:00"),
    ("en", "Europe/London", "2 days ago at 15:00", "2026-11-20 15:00 (Europe/London)"),
    ("de", "Europe/Berlin", "vor 2 Tagen um 15 Uhr", "2026-11-20 15:00 (Europe/Berlin)"),
    ("en", "Europe/London", "just now", "2026-11-22 15:00 Europe/London"),
    ("en", "Europe/London", "version v2.3 from 10.0.0.1", None),
    ("en", "Mars/Base", "09:00", "2026-11-22 09:00 (UTC)"),
    (
        "de",
        "Europe/Berlin",
        "Webhooks kommen seit 14:05 Uhr nicht mehr an",
        "2026-11-22 14:05 (Europe/Berlin)",
    ),
    ("en", "Europe/London", "around noon", "2026-11-22 12:00 (Europe/London)"),
    ("ru", "Europe/Moscow", "около полудня", "2026-11-22 12:00 (Europe/Moscow)"),
    ("ru", "Europe/Moscow", "где-то в час дня", "2026-11-22 13:00 (Europe/Moscow)"),
    ("ru", "Europe/Moscow", "в час ночи", "2026-11-22 01:00 (Europe/Moscow)"),
    ("ru", "Europe/Moscow", "без двадцати час дня", "2026-11-22 12:40 (Europe/Moscow)"),
    ("en", "Europe/London", "from 9 to 11 am today", "2026-11-22 09:00 (Europe/London)"),
    (
        "en",
        "America/New_York",
        "no one can log in since 7:45 this morning",
        "2026-11-22 07:45 (America/New_York)",
    ),
    ("pt_BR", "America/Sao_Paulo", "desde 7h45 de hoje", "2026-11-22 07:45 (America/Sao_Paulo)"),
    ("es", "America/Bogota", "desde esta mañana a las 8", "2026-11-22 08:00 (America/Bogota)"),
    (
        "en",
        "Europe/Berlin",
        "it started at 15:40, I called at 16:10",
        "2026-11-22 15:40 (Europe/Berlin)",
    ),
]


def moments(text: str, *, zone: str = "UTC", language: str = "en"):
    now = int(NOW.timestamp() * 1000)
    return times.find(text, prose.of(text), now=now, zone=zone, language=language)


def find(text: str, *, zone: str = "UTC", language: str = "en"):
    return next(iter(moments(text, zone=zone, language=language)), None)


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "zone", "text", "understood"), SAID)
def test_the_time_that_was_said_is_understood(language, zone, text, understood):
    found = find(text, zone=zone, language=language)
    assert (found and found.value) == understood


def test_the_moment_is_the_local_time_in_its_zone():
    found = find("since 09:00 BRT", zone="Europe/Berlin")
    assert found.moment == datetime(2026, 11, 22, 12, 0, tzinfo=UTC).timestamp() * 1000
    assert found.zone == "America/Sao_Paulo"


@pytest.mark.rule("R23")
def test_a_zone_that_is_not_named_is_the_browsers_and_said_to_be_assumed():
    assumed, named = find("at 09:00", zone="Europe/Berlin"), find("at 09:00 CET")
    assert (assumed.zone, named.zone) == ("Europe/Berlin", "Europe/Berlin")
    assert assumed.value.endswith("(Europe/Berlin)")
    assert not named.value.endswith(")")
    assert assumed.sure < named.sure


def test_an_unknown_zone_of_the_browser_counts_as_utc():
    assert find("at 09:00", zone="../../etc/passwd").zone == "UTC"


def test_a_clock_time_that_is_still_ahead_was_yesterday():
    assert find("at 15:05").value.startswith("2026-11-22 15:05")
    assert find("at 15:20").value.startswith("2026-11-21 15:20")


def test_the_time_with_since_counts_before_other_times():
    assert find("I wrote you at 14:00, it fails since 11:30").value == "2026-11-22 11:30 (UTC)"


def test_a_time_out_of_pasted_lines_counts_where_nothing_is_said():
    line = "2026-11-22T08:15:00Z ERROR delivery failed with code 131026\n"
    assert find(line).value == "2026-11-22 08:15 UTC"
    assert find(line + "it began at 7:50").value == "2026-11-22 07:50 (UTC)"


def test_dates_that_do_not_exist_are_no_days():
    assert find("on 31.02. at 10:00").value == "2026-11-22 10:00 (UTC)"
    assert find("2026-02-31 10:00:00") is None or "02-31" not in find("2026-02-31 10:00:00").value


@pytest.mark.parametrize("text", ["99:99", "at 25", "at 7777", "24/7", "0 hours ago", "a"])
def test_what_only_looks_like_a_time_is_none(text):
    assert find(text) is None


TO_THE_MINUTE = [
    ("en", "Europe/London", "since quarter past two", "14:15"),
    ("en", "Europe/London", "at ten to two", "13:50"),
    ("en", "Europe/London", "noticed at 3.15pm yesterday", "15:15"),
    ("en", "Europe/London", "the mail came 1:22pm", "13:22"),
    ("de", "Europe/Berlin", "seit zehn nach drei", "15:10"),
    ("de", "Europe/Berlin", "um viertel vor neun", "08:45"),
    ("es", "Europe/Madrid", "desde las 3 y 20 pm", "15:20"),
    ("es", "Europe/Madrid", "anoche a las once y cuarto", "23:15"),
    ("pt_BR", "America/Sao_Paulo", "desde as 4 e 10 da tarde de ontem", "16:10"),
    ("ru", "Europe/Moscow", "без десяти два ночи", "01:50"),
]


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "zone", "text", "clock"), TO_THE_MINUTE)
def test_minutes_in_words_are_understood(language, zone, text, clock):
    assert find(text, zone=zone, language=language).value.split()[1] == clock


RANGES = [
    ("en", "from 14:05 to 14:40 UTC", "14:05", "14:40"),
    ("en", "between 9 and 10:30 today", "09:00", "10:30"),
    ("en", "2026-11-22 09:00 - 10:30 UTC", "09:00", "10:30"),
    ("de", "zwischen 9 und 11:30 Uhr heute", "09:00", "11:30"),
    ("de", "von 8 bis 9 Uhr", "08:00", "09:00"),
    ("es", "entre las 10:15 y las 12:20", "10:15", "12:20"),
    ("pt_BR", "das 9h às 10h", "09:00", "10:00"),
    ("ru", "с 9 до 11 утра", "09:00", "11:00"),
]


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text", "began", "over"), RANGES)
def test_a_range_has_a_beginning_and_an_end(language, text, began, over):
    found = {one.what: one.value.split()[1] for one in moments(text, language=language)}
    assert found == {"time": began, "until": over}


def test_two_times_are_no_range_and_an_end_alone_is_no_time():
    assert [one.what for one in moments("at 9:00 and 10:00 it failed")] == ["time"]
    assert moments("it worked until 9:00") == []


def test_a_range_over_midnight_ends_on_the_next_day():
    began, over = moments("yesterday from 23:30 to 00:15")
    assert (over.moment or 0) - (began.moment or 0) == 45 * 60_000


AHEAD = [
    ("en", "please call me back tomorrow at 10"),
    ("en", "we open at 9am"),
    ("de", "Wartungsfenster ist morgen um 22 Uhr"),
    ("es", "mañana a las 10 tenemos una campaña"),
    ("pt_BR", "nosso horário é das 8 às 18h"),
    ("ru", "хочу завтра в 10:00 запустить рассылку"),
]


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), AHEAD)
def test_when_something_will_be_or_always_is_is_no_time_of_an_issue(language, text):
    assert moments(text, language=language) == []


def test_this_morning_is_not_tomorrow_and_another_clause_says_its_own():
    assert find("esta mañana a las 10", language="es").value.split()[1] == "10:00"
    assert find("call me tomorrow, it failed at 8:15").value.split()[1] == "08:15"


@pytest.mark.parametrize(
    ("language", "text", "clock"),
    [
        ("de", "dreiviertel zehn", "09:45"),
        ("de", "um viertel fünf morgens", "04:15"),
        ("ru", "в четверть пятого утра", "04:15"),
        ("ru", "с половины третьего ночи", "02:30"),
        ("ru", "с утра часов в девять", "09:00"),
        ("de", "vor ner Stunde", "14:00"),
        ("es", "desde hace más o menos 20 minutos", "14:40"),
        ("ru", "минут двадцать назад", "14:40"),
        ("de", "seit etwa zwei Stunden", "13:00"),
    ],
)
def test_times_are_understood_as_people_say_them(language, text, clock):
    assert find(text, language=language).value.split()[1] == clock


MADE_EXACT = [
    ("de", "seit kurz vor drei (14:58) geht nichts", "2026-11-22 14:58 (UTC)"),
    ("en", "it broke just after nine, exactly 9:04", "2026-11-22 09:04 (UTC)"),
    ("ru", "ой нет, не 15:10, в 14:40 началось", "2026-11-22 14:40 (UTC)"),
    ("pt_BR", "foi ao meio-dia e vinte", "2026-11-22 12:20 (UTC)"),
    ("es", "a mediodía y media", "2026-11-22 12:30 (UTC)"),
    ("ru", "счёт пришёл в 10 ч 05 мин", "2026-11-22 10:05 (UTC)"),
    ("ru", "с четверти одиннадцатого", "2026-11-22 10:15 (UTC)"),
    ("en", "the log: ts=1795341600 level=error", "2026-11-22 10:00 UTC"),
]
RANGES = [
    (
        "de",
        "gestern zwischen 23:40 und heute 01:15 Uhr",
        ["2026-11-21 23:40 (UTC)", "2026-11-22 01:15 (UTC)"],
    ),
    (
        "es",
        "entre las 23:15 de ayer y la 01:30 de hoy",
        ["2026-11-21 23:15 (UTC)", "2026-11-22 01:30 (UTC)"],
    ),
    ("en", "from 1:30 to 1:45 pm", ["2026-11-22 13:30 (UTC)", "2026-11-22 13:45 (UTC)"]),
    (
        "en",
        "it began at 9:10, nothing came through until 9:40",
        ["2026-11-22 09:10 (UTC)", "2026-11-22 09:40 (UTC)"],
    ),
    ("en", "it began at 9:10, I need it until 18:00", ["2026-11-22 09:10 (UTC)"]),
]


def values(text, language, zone="UTC"):
    now = int(NOW.timestamp() * 1000)
    return [
        f.value for f in times.find(text, prose.of(text), now=now, zone=zone, language=language)
    ]


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text", "value"), MADE_EXACT)
def test_the_more_exact_of_two_ways_to_say_it_counts(language, text, value):
    assert values(text, language)[:1] == [value]


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text", "both"), RANGES)
def test_a_range_may_name_days_and_end_in_another_clause(language, text, both):
    assert values(text, language) == both


@pytest.mark.rule("R23")
def test_lines_of_a_log_are_in_the_zone_that_the_words_name():
    text = "the server runs on UTC\n[2026-11-22 06:14:09] production.ERROR: Server error: 502"
    assert values(text, "en", "America/Chicago") == ["2026-11-22 06:14 (UTC)"]


@pytest.mark.rule("R23")
@pytest.mark.parametrize(
    ("language", "text", "clock"),
    [
        ("en", "tried at 18:20 again, the first attempt was at 18:05", "18:05"),
        ("en", 'I pressed "Call me" 18:05', "18:05"),
        ("de", "zuletzt um 15:02, das erste Mal um 14:20", "14:20"),
        ("de", 'um 9:20 Uhr habe ich es mit "Anrufen" versucht', "09:20"),
        ("es", "la última a las 14:38, la primera a las 14:05", "14:05"),
        ("pt_BR", "última tentativa 14:38, a primeira foi 14:05", "14:05"),
        ("ru", "последний раз в 15:02, а первый был в 14:20", "14:20"),
    ],
)
def test_of_several_times_the_first_counts_and_a_button_puts_nothing_off(language, text, clock):
    found = facts.find(text, now=1_795_000_000_000, zone="UTC", language=language, source=1)
    assert next(one.value for one in found if one.what == "time").split()[1] == clock


PLACES = [
    # language, the text, the words that the time and its end stand in
    (
        "en",
        "my operation was on 12 November\nfrom 9:00 nothing worked",
        ["12 November\nfrom 9:00"],
    ),
    ("en", "yesterday evening\nat 9 it stopped", ["yesterday evening\nat 9"]),
    ("en", "it broke at 9:00\nthat was 2 days ago", ["9:00\nthat was 2 days ago"]),
    ("en", "from 5:30 to\n5:45 PM", ["5:30 to\n5:45 PM"] * 2),
    ("en", "2026-11-20 09:00\nBRT it was", ["2026-11-20 09:00\nBRT"]),
    ("en", "2026-11-20 09:00 -\n10:30", ["2026-11-20 09:00", "2026-11-20 09:00 -\n10:30"]),
    ("en", "we run on UTC\n[22/Nov/2026:11:31:07] 502", ["UTC\n[22/Nov/2026:11:31:07"]),
    (
        "en",
        "it began at 0:20\nand nothing came until 0:55",
        ["0:20", "0:20\nand nothing came until 0:55"],
    ),
    ("de", "gestern\nging ab 9 Uhr nichts,\nMEZ", ["gestern\nging ab 9 Uhr nichts,\nMEZ"]),
    ("de", "seit 9:00 geht nichts", ["9:00"]),
    ("es", "el 3 de noviembre de 2026\na las 15:00", ["3 de noviembre de 2026\na las 15:00"]),
    ("pt_BR", "há 2 dias\nàs 15h", ["há 2 dias\nàs 15h"]),
    ("ru", "вчера\nв 15:00\nпо москве", ["вчера\nв 15:00\nпо москве"]),
    ("en", "yesterday at 9:00 UTC", ["9:00"]),
]


@pytest.mark.rule("R52", part="what was understood from several messages")
@pytest.mark.parametrize(("language", "text", "places"), PLACES)
def test_a_time_runs_over_what_it_was_put_together_from_on_other_lines(language, text, places):
    now = int(NOW.timestamp() * 1000)
    found = times.find(text, prose.of(text), now=now, zone="Europe/Berlin", language=language)
    assert [text[one.start : one.end] for one in found] == places


@pytest.mark.rule("R52", part="what was understood from several messages")
def test_a_time_that_two_messages_told_stands_in_both():
    first, last = "my operation was on 12 November", "from 9:00 to 10:00 nothing worked"
    words = words_of([(2, CustomerWrote("a", first)), (5, CustomerWrote("b", last))])
    now = int(NOW.timestamp() * 1000)
    found = facts.find(words.text, now=now, zone="UTC", language="en", source=5)
    told = {one.what: list(one.messages) for one in words.placed(found)}
    assert (told["time"], told["until"]) == ([2, 3, 4, 5], [2, 3, 4, 5])
