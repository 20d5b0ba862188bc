"""Several issues in one message, and one issue with several symptoms (R26)."""

import time

import pytest

from firstline.intake import issues

R26 = pytest.mark.rule("R26")


@R26
@pytest.mark.parametrize(
    "text",
    [
        "Two things.\n1) The October invoice is wrong.\n2) Webhooks are late since 9am.",
        "Webhooks are late since 9am. Also, the October invoice lists too many numbers.",
        "The template spring_menu was rejected. Another problem: I cannot sign in to the console.",
        "O webhook parou às 12h50. Além disso, o boleto de novembro veio com valor errado.",
        "Ich kann mich im Portal nicht anmelden. Außerdem ist die Rechnung vom Oktober falsch.",
        "No llegan los webhooks desde las 9. Además, la factura de octubre tiene un cobro doble.",
        "Вебхуки не приходят с 9 утра. Кроме того, счёт за октябрь выставлен дважды.",
        "- webhooks stopped at 9\n- template spring_menu was rejected\n",
    ],
)
def test_two_products_are_two_issues(text):
    found = issues.find(text)
    assert found is not None
    assert len(found.parts) == 2


@R26
@pytest.mark.parametrize(
    "text",
    [
        "",
        "Webhooks are late since 9am. Also they come twice, and some webhooks are missing.",
        "Webhooks are late. Além disso chegam duas vezes os webhooks.",
        "Steps to reproduce:\n1. open the console\n2. create a template\n3. save the invoice",
        "1. Webhooks stop\n2. webhooks come back\n3. webhooks stop again",
        "The invoice is not shown in the console after I sign in.",
        "Also sprach Zarathustra",
        "Sending a template with an image fails.\n\nThe invoice is fine.",
        "hello, also hello",
    ],
)
def test_one_issue_stays_one(text):
    assert issues.find(text) is None


@R26
def test_what_belongs_to_all_is_copied_to_each():
    text = (
        "Hi, we are on version 5.\n1. webhooks stopped at 9\n2. the invoice is wrong\n\nThanks, Ana"
    )
    found = issues.find(text)
    assert found is not None
    assert found.texts()[1].startswith("the invoice is wrong")
    assert all("we are on version 5" in one for one in found.texts())


@R26
def test_what_is_about_the_same_stays_together():
    text = "1. webhooks stopped\n2. the invoice is wrong\n3. webhooks also come twice"
    found = issues.find(text)
    assert found is not None
    assert found.parts == ("webhooks stopped\nwebhooks also come twice", "the invoice is wrong")


@R26
@pytest.mark.parametrize(
    "text",
    [
        "1) the display name is refused, it is the one of our VAT id\n2) an invoice is missing",
        "1) der Anzeigename wurde abgelehnt, er steht so bei der USt-ID\n2) eine Rechnung fehlt",
        "1) recusaram o nome de exibição do nosso CNPJ\n2) falta uma fatura",
        "1) rechazan el nombre visible de nuestro CUIT\n2) falta una factura",
        "1) отклонили отображаемое имя, оно как в ИНН\n2) пропал счёт за май",
    ],
)
def test_what_is_named_in_passing_joins_nothing(text):
    found = issues.find(text)
    assert found is not None
    assert len(found.parts) == 2


@R26
@pytest.mark.parametrize(
    "text",
    [
        "Our webhooks are silent since noon. Oh and the October invoice was charged twice.",
        "First, our webhooks are silent.\n\nSecond and not related, an invoice is missing.",
        "Unsere Webhooks kommen nicht mehr an. Wo ich schon dabei bin: die Rechnung vom Mai fehlt.",
        "No llegan los webhooks desde ayer. Ya que estoy, falta la factura de mayo.",
        "Os webhooks pararam ontem. Mudando de assunto, a fatura de maio veio em dobro.",
        "Вебхуки не приходят с утра. Раз уж пишу: счёт за май пришёл дважды.",
    ],
)
def test_what_begins_another_issue_is_understood_in_each_language(text):
    found = issues.find(text)
    assert found is not None
    assert len(found.parts) == 2


STEPS = [
    "The button is grey for us.\n1. open the console\n2. go to Templates\n3. press New",
    "Der Anruf kommt nicht.\n1. Nummern öffnen\n2. Sprachanruf wählen\n3. Code anfordern",
    "No ve las plantillas.\n1. entro a la consola\n2. voy a Miembros\n3. guardo el rol",
    "O upload falha.\n1. abro a coleção\n2. escolho um PDF\n3. clico em Enviar",
    "Код не приходит.\n1. открываю Номера\n2. ввожу номер\n3. жму Получить код",
]


@pytest.mark.rule("R26")
@pytest.mark.parametrize("text", STEPS)
def test_the_steps_of_one_issue_are_no_issues(text):
    assert issues.find(text) is None


@pytest.mark.rule("R26")
def test_what_was_joined_to_an_issue_belongs_to_it():
    text = (
        "Our webhooks stopped arriving at 9am today.\n\nThe October invoice is wrong too.\n\n"
        "Also, the October invoice has a second charge we did not order."
    )
    found = issues.find(text)
    assert found is None or not any("invoice" in part for part in found.parts[:-1])


def test_more_than_four_are_told_together():
    kinds = ("webhooks stopped", "invoice is wrong", "template was rejected", "pictures are blurry")
    text = "\n".join(
        f"{n}. the {kind}" for n, kind in enumerate((*kinds, "password reset fails"), 1)
    )
    found = issues.find(text)
    assert found is not None
    assert len(found.parts) == issues.MOST


@pytest.mark.parametrize(
    "text", ["1. a\n" * 10_000, "also " * 12_000, "\n" * 64_000, "- " * 30_000]
)
def test_a_hostile_text_takes_no_time(text):
    started = time.process_time()
    issues.find(text)
    assert time.process_time() - started < 1
