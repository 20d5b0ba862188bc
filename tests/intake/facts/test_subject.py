"""What an issue is about, by all that speaks for it (R23)."""

import json
import time

import pytest

from firstline.intake import facts, learned

AREAS = [
    ("en", "our template order_payment_v3 was rejected", "templates"),
    ("de", "unser Webhook bekommt keine Nachrichten mehr", "webhooks"),
    ("es", "la plantilla recordatorio_pago_v2 sigue pendiente", "templates"),
    ("pt_BR", "nada chega para ninguém, não recebemos as mensagens", "messages"),
    ("ru", "сообщения не доходят до клиентов", "messages"),
]
KINDS = [
    ("en", "the invoice was charged twice", "billing"),
    ("de", "die Rechnung wurde doppelt abgebucht", "billing"),
    ("es", "el código de verificación para registrar el número no llega", "number_registration"),
    ("pt_BR", "a fatura foi cobrada duas vezes", "billing"),
    ("ru", "счёт на оплату пришёл дважды", "billing"),
    ("en", "every message arrives twice", "delivery"),
]


def values(text, language="en"):
    found: dict[str, str] = {}
    for finding in facts.find(text, now=0, zone="UTC", language=language, source=1):
        found.setdefault(finding.what, finding.value)
    return found


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text", "area"), AREAS)
def test_names_of_templates_and_messages_in_passing_count_less(language, text, area):
    assert values(text, language)["area"] == area


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text", "kind"), KINDS)
def test_a_failure_is_of_the_kind_of_what_is_named_beside_it(language, text, kind):
    assert values(text, language)["issue_kind"] == kind


@pytest.mark.rule("R23")
def test_a_call_and_a_code_speak_for_an_area():
    assert values("POST /v1/media fails")["area"] == "media"
    assert values("we get error 132001")["area"] == "templates"


@pytest.mark.rule("R23")
def test_a_payload_that_tells_of_a_failed_message_is_about_its_delivery():
    status = {"id": "wamid.HBgNNDkxNTE1NTUwMTQ3FQIAERgSQjA3", "status": "failed"}
    found = values(f"our webhook got {json.dumps({'statuses': [status]})}")
    assert (found["area"], found["issue_kind"]) == ("messages", "delivery")


@pytest.mark.rule("R23")
def test_a_file_with_a_call_and_its_answer_tells_the_kind():
    text = 'POST /v1/media HTTP/1.1\n\nHTTP/1.1 413 Too Large\n\n{"error":{"code":131053}}'
    found = facts.of_file(text, now=0, zone="UTC", source=1)
    values = {finding.what: finding.value for finding in found}
    assert (values["area"], values["issue_kind"]) == ("media", "api_error")


BREACHES = [
    ("en", "Webhooks of another company arrive at our webhook URL, a data leak"),
    ("en", "our template list shows templates of someone else's account, data leak"),
    ("de", "wir sehen im Portal fremde Rechnungen, ein Datenleck"),
]


@pytest.mark.rule("R10")
@pytest.mark.parametrize(("language", "text"), BREACHES)
def test_a_breach_of_privacy_outweighs_whatever_product_is_named(language, text):
    assert values(text, language)["area"] == "privacy"


@pytest.mark.rule("R10")
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please delete my data under GDPR"),
        ("de", "Bitte löschen Sie meine Daten nach DSGVO"),
        ("es", "¿dónde guardan los datos, por el RGPD?"),
        ("pt_BR", "como apago os dados de um cliente pela LGPD?"),
        ("ru", "где хранятся персональные данные?"),
    ],
)
def test_a_question_of_data_protection_is_no_breach(language, text):
    assert values(text, language).get("area") != "privacy"


@pytest.mark.rule("R23")
def test_a_code_and_a_name_tell_the_area_where_the_words_tell_none():
    assert values("Nothing works, error 131047")["area"] == "messages"


@pytest.mark.rule("R23")
def test_what_was_said_counts_before_what_was_pasted():
    pasted = "\n".join(f'{{"line": {number}, "ok": true, "of": "nothing"}}' for number in range(80))
    text = f"{pasted}\nYour invoice of October charges us twice, please refund one."
    assert len(pasted) > learned.READ
    assert (values(text)["area"], values(text)["issue_kind"]) == ("billing", "billing")


def test_ten_thousand_names_take_no_time():
    text = "invoice " * 1_100
    started = time.process_time()
    values(text)
    assert time.process_time() - started < 0.5
