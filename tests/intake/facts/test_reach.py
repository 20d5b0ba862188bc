"""Who is affected, by the grammar of quantifiers and whom they count (R23)."""

import pytest

from firstline.intake import facts

ALL = [
    ("en", "none of our regular guests got it"),
    ("en", "it fails for every single merchant"),
    ("en", "nobody in the office can log in"),
    ("de", "kein einziger Mandant bekommt etwas"),
    ("de", "sämtliche Gäste sind betroffen"),
    ("es", "no les llega a ninguno de nuestros socios"),
    ("es", "los pacientes, a todos les pasa lo mismo"),
    ("pt_BR", "nenhum dos nossos hóspedes recebe"),
    ("pt_BR", "as lojas estão todas paradas"),
    ("ru", "ни одному нашему покупателю не приходит"),
    ("ru", "никто в компании не может войти"),
]
GROUP = [
    ("en", "about 60 patients did not get theirs"),
    ("en", "it hits 12 of 30 stores"),
    ("en", "every fifth message is lost"),
    ("en", "not every user sees it"),
    ("en", "only the blast to our Seattle list"),
    ("de", "jeder dritte Kunde wartet"),
    ("de", "drei Kolleginnen sehen das Menü nicht"),
    ("de", "nur unsere Händler im Süden"),
    ("es", "le pasa a la mitad de los contactos, no a todos"),
    ("es", "solo dos sucursales"),
    ("pt_BR", "não chegou para 40% dos clientes"),
    ("pt_BR", "só as filiais do interior"),
    ("ru", "у части абонентов"),
    ("ru", "только в Москве не доходит"),
]
ONE = [
    ("en", "one of our customers waits for it"),
    ("en", "only this number does it"),
    ("en", "nobody else has it, only me"),
    ("de", "bei genau einer Kundin"),
    ("de", "nur bei mir"),
    ("es", "a una clienta no le llegó"),
    ("es", "solo a este paciente"),
    ("pt_BR", "é só com essa conta"),
    ("pt_BR", "minha cliente não recebe"),
    ("ru", "только у меня"),
    ("ru", "нашему клиенту не дошло"),
]
SILENT = [
    ("en", "we run 12 stores on your platform"),
    ("en", "our invoice shows no VAT number"),
    ("en", "can I talk to a person please"),
    ("de", "es kommt nur ein rotes Banner"),
    ("es", "somos una agencia, tenemos 40 clientes, hola a todos"),
    ("pt_BR", "temos 20 lojas e a fatura veio errada"),
    ("ru", "с половины третьего падает отправка"),
]


def impact(text, language):
    found = facts.find(text, now=0, zone="UTC", language=language, source=1)
    return next((finding.value for finding in found if finding.what == "impact"), None)


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), ALL)
def test_all_are_affected(language, text):
    assert impact(text, language) == "all"


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), GROUP)
def test_a_group_is_affected(language, text):
    assert impact(text, language) == "group"


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), ONE)
def test_one_is_affected(language, text):
    assert impact(text, language) == "one"


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), SILENT)
def test_nobody_is_said_to_be_affected(language, text):
    assert impact(text, language) is None


@pytest.mark.rule("R23")
def test_whom_it_is_limited_to_counts_before_all_others():
    assert impact("all customers wait. it is only the store in Lyon, all others work", "en") == (
        "group"
    )
