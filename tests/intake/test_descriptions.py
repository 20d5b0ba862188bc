"""Who reports a fault, and who asks how something is done."""

import pytest

from firstline.domain.context import Finding
from firstline.intake.descriptions import reports


@pytest.mark.parametrize(
    "text",
    [
        "I am migrating my number, and the code never came",
        "convidei uma pessoa e o convite não chegou",
        "die Vorlage wurde abgelehnt, obwohl alles stimmt",
        "invité a un compañero y el enlace está caducado",
        "зарегистрировали номер, а код не приходит",
    ],
)
def test_who_tells_what_is_wrong_reports_it(text):
    assert reports(text, ())


@pytest.mark.parametrize(
    "text",
    [
        "what do I do when a template was rejected",
        "hello, how long does an invoice stay pending",
        "por qué rechazan una plantilla?",
        "wie lange hängt eine Vorlage in der Prüfung",
        "как узнать, почему отклонили шаблон",
        "API key rotation",
    ],
)
def test_who_asks_reports_nothing(text):
    assert not reports(text, ())


def test_what_happened_at_some_time_is_reported():
    assert reports("template spring_menu, 14:05", [Finding("time", "14:05")])
