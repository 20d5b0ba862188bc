"""Which incident of the status page a customer writes about (R24)."""

import pytest
from msgspec.structs import replace

from firstline.intake import facts, incidents
from firstline.intake.incidents import Incident

MINUTE = 60_000
NOW = 1_795_000_000_000 // MINUTE * MINUTE
PART = "checking, offering, linking and handing over"

WEBHOOKS = Incident(
    id="1",
    title="Delayed webhook delivery",
    areas=("webhooks",),
    impact="major",
    started_at=NOW - 40 * MINUTE,
    body="We are investigating delayed webhooks.",
)
PORTAL = Incident(id="2", title="Login to the hub", areas=("portal",), started_at=NOW - 5 * MINUTE)
OUTAGE = Incident(id="3", title="Outage", impact="critical", started_at=NOW - 20 * MINUTE)


def find(text: str, language: str = "en"):
    return facts.find(text, now=NOW, zone="UTC", language=language, source=1)


def best(text: str, *known: Incident, language: str = "en") -> str | None:
    chosen = incidents.best(known, find(text, language), text, NOW)
    return chosen.id if chosen else None


@pytest.mark.rule("R24", part=PART)
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "webhooks are not delivered since 30 minutes"),
        ("pt_BR", "os webhooks não chegam há 20 minutos"),
        ("de", "Webhooks kommen nicht mehr an"),
        ("es", "no llega ningún webhook"),
        ("ru", "вебхуки не приходят у всех клиентов"),
    ],
)
def test_an_english_incident_is_found_from_words_of_five_languages(language, text):
    assert best(text, PORTAL, WEBHOOKS, language=language) == "1"


@pytest.mark.rule("R24", part=PART)
@pytest.mark.parametrize(
    "text",
    [
        "my template was rejected, why?",
        "how do I download an invoice?",
        "webhooks have been broken since yesterday at 08:00",
        "hello",
    ],
)
def test_another_area_or_an_earlier_time_does_not_fit(text):
    assert best(text, WEBHOOKS) is None


def test_a_page_that_was_slow_still_fits_what_began_before_it():
    assert best("webhooks are not delivered for 3 hours", WEBHOOKS) == "1"


JUST_NOW = Incident(id="4", title="Webhooks", areas=("webhooks",), started_at=NOW)


@pytest.mark.rule("R24", part=PART)
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "webhooks are not delivered since an hour"),
        ("pt_BR", "os webhooks não chegam há uma hora"),
        ("de", "seit einer Stunde kommen keine Webhooks mehr an"),
        ("es", "desde hace una hora no llega ningún webhook"),
        ("ru", "вебхуки не приходят, началось час назад"),
        ("en", "webhooks are not delivered for 85 minutes"),
    ],
)
def test_an_incident_that_was_declared_just_now_fits_what_began_an_hour_ago(language, text):
    assert any(finding.what == "time" for finding in find(text, language))
    assert best(text, JUST_NOW, language=language) == "4"


def test_what_began_long_before_an_incident_needs_more_than_its_area():
    assert best("webhooks are late since 5 hours", JUST_NOW) is None


def test_an_outage_of_everything_fits_who_reports_one():
    assert best("nothing works, all our users are affected", OUTAGE) == "3"
    assert best("one question about templates", OUTAGE) is None


def test_the_incident_of_the_same_area_comes_first():
    assert best("I cannot log in to the portal", WEBHOOKS, PORTAL, OUTAGE) == "2"


def test_the_fit_lies_between_0_and_1():
    texts = ["webhooks are late for all customers since 30 minutes", "invoice", ""]
    for text in texts:
        for incident in (WEBHOOKS, PORTAL, OUTAGE):
            score = incidents.fit(incident, find(text), text, NOW)
            assert 0 <= score <= 1
            assert incidents.fits(incident, find(text), text, NOW) == (score >= incidents.THRESHOLD)


# -- maintenance windows --------------------------------------------------------------------------

HOUR = 60 * MINUTE
MOVE = Incident(
    id="5",
    title="Database of the templates is moved",
    areas=("templates",),
    planned=True,
    status="scheduled",
    started_at=NOW - 20 * MINUTE,
    ends_at=NOW + HOUR,
)
TONIGHT = replace(MOVE, id="6", started_at=NOW + 6 * HOUR, ends_at=NOW + 8 * HOUR)


@pytest.mark.rule("R24", part=PART)
def test_a_window_that_has_begun_fits_what_began_in_it():
    assert best("templates cannot be saved for 10 minutes", MOVE) == "5"
    assert best("templates cannot be saved since yesterday at 08:00", MOVE) is None
    assert best("the portal does not let me sign in", MOVE) is None


@pytest.mark.rule("R24", part=PART)
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "is there maintenance of the templates tonight?"),
        ("pt_BR", "vai ter manutenção hoje à noite?"),
        ("de", "Wann ist die Wartung der Vorlagen?"),
        ("es", "¿cuándo es el mantenimiento?"),
        ("ru", "когда будут плановые работы?"),
    ],
)
def test_a_window_to_come_fits_who_asks_about_maintenance(language, text):
    assert best(text, TONIGHT, language=language) == "6"


@pytest.mark.rule("R24", part=PART)
def test_a_window_to_come_causes_nothing_yet():
    assert best("templates cannot be saved for 10 minutes", TONIGHT) is None
    later = replace(TONIGHT, started_at=NOW + 10 * 24 * HOUR)
    assert best("is there maintenance of the templates?", later) is None


def test_a_window_that_has_ended_fits_nothing():
    over = replace(MOVE, ends_at=NOW)
    assert best("is there maintenance of the templates?", over) is None


def test_an_incident_of_which_nobody_says_when_it_began_still_fits():
    unknown = replace(WEBHOOKS, started_at=0)
    assert best("webhooks are not delivered for 3 hours", unknown) == "1"
