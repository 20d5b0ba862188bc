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
LOOKS = [
    ("en", "the icon is purely cosmetic, every customer sees it"),
    ("de", "der Knopf sitzt schief, stört niemanden"),
    ("es", "no molesta a nadie, es solo feo"),
    ("pt_BR", "é só estética, não atrapalha ninguém"),
    ("ru", "косметика, работать никому не мешает"),
]
CONTRASTED = [
    ("en", "the night team cannot log in, other teams are okay", "group"),
    ("en", "our driver gets none, the others do", "one"),
    ("de", "Kunden mit o2 bekommen nichts, die anderen schon", "group"),
    ("es", "el paciente no lo recibe, los demás sí", "one"),
    ("pt_BR", "moradores do bloco B não recebem, os demais sim", "group"),
    ("ru", "водитель не получил, остальные получили", "one"),
]
EXCEPTED = [
    ("en", "everybody can sign in except my colleague", "one"),
    ("de", "alle kommen rein bis auf die Kollegen", "group"),
    ("es", "todos entran menos ella", "one"),
    ("pt_BR", "todo mundo entra menos ela", "one"),
    ("ru", "у всех работает кроме меня", "one"),
]
THOSE = [
    ("en", "only those with an old phone"),
    ("de", "nur diejenigen mit altem Handy"),
    ("es", "solo los que pagan con tarjeta"),
    ("pt_BR", "só quem usa o plano novo"),
    ("ru", "только те, кто записан на завтра"),
    ("es", "afecta a los clientes premium nomás"),
]
PARTS = [
    ("en", "all of the night shift is locked out"),
    ("en", "all persons in Leeds office get it"),
    ("de", "die ganze Buchhaltung kommt nicht rein"),
    ("es", "todo el turno de noche sigue sin entrar"),
    ("pt_BR", "todo o financeiro ficou sem acesso"),
    ("ru", "у всей бухгалтерии пропал раздел"),
]
WHICH = [
    ("en", "it hits guests who pay by invoice"),
    ("de", "es passiert bei Gästen, die per App buchen"),
    ("es", "los socios que pagan en cuotas no reciben nada"),
    ("pt_BR", "os alunos que estudam à noite não recebem"),
    ("ru", "клиенты, которые платят картой, ничего не видят"),
]
WELL = [
    ("en", "the Leeds branch is concerned, the York branch is not affected"),
    ("de", "die Filiale in Kiel hängt, die Filiale in Bonn läuft"),
    ("es", "al local de Quilmes no le llega, el local de Temperley funciona bien"),
    ("pt_BR", "a filial de Olinda parou, a filial do Recife funciona normal"),
    ("ru", "филиал в Омске стоит, филиал в Томске работает"),
]
COMPLAINED = [
    ("en", "six have complained already"),
    ("de", "schon 7 haben sich beschwert"),
    ("es", "ya son 5 los que reclaman"),
    ("pt_BR", "já foram 4 que reclamaram"),
    ("ru", "уже семеро пожаловались"),
    ("en", "1 200 have complained"),
    ("de", "1.200 haben sich beschwert"),
    ("es", "1.200 se han quejado hoy"),
    ("pt_BR", "1.200 reclamaram hoje"),
    ("ru", "1 200 пожаловались сегодня"),
]
HARMLESS = [
    ("en", "none of our guests suffers, it is just odd"),
    ("de", "kein Kunde ist betroffen"),
    ("es", "ningún cliente sale perjudicado"),
    ("pt_BR", "nenhum cliente foi prejudicado"),
    ("ru", "никто из клиентов не пострадал"),
]
ONLY_ASKED = [
    ("en", "quick question, how long does it take?"),
    ("de", "kurze Frage, wie ändere ich das?"),
    ("es", "una duda, ¿cuánto tarda?"),
    ("pt_BR", "uma dúvida, quanto tempo leva?"),
    ("ru", "небольшой вопрос, сколько это занимает?"),
]
NOT_ONE = [
    ("en", "not a single user gets it", "all"),
    ("en", "it has not had a single call", "all"),
    ("es", "no entra un solo usuario", "all"),
    ("pt_BR", "não saiu uma única mensagem", "all"),
    ("de", "es ist nur Klaus, alle anderen kommen rein", "one"),
]
NOT_ONLY = [
    ("de", "alle sind betroffen, nicht nur einzelne"),
    ("en", "all are affected, not only a few"),
    ("ru", "касается всех, не только части"),
]
SILENT = [
    ("de", "sorry, Tippfehler, die Nummer endet auf 13"),
    ("pt_BR", "bom dia, como trago meu número para cá?"),
    ("en", "if a client wrote two days back, am I still allowed to reply"),
    ("en", "we run 12 stores on your platform"),
    ("en", "our invoice shows no VAT number"),
    ("en", "can I talk to a person please"),
    ("de", "es kommt nur ein rotes Banner"),
    ("es", "somos una agencia, tenemos 40 clientes, hola a todos"),
    ("pt_BR", "temos 20 lojas e a fatura veio errada"),
    ("ru", "с половины третьего падает отправка"),
]

SMALL_ACCENTS = [
    ("de", "alle Kunden in über drei Ländern warten", "all"),
    ("de", "es geht bei mir und öfter auch abends nicht", None),
    ("de", "alle kommen rein außer öfter abends", None),
    ("es", "todos los clientes en época de rebajas esperan", "all"),
    ("es", "no me funciona a mí y últimamente cada día", None),
    ("pt_BR", "todos os clientes em área rural ficam sem nada", "all"),
    ("pt_BR", "todos entram, exceto às vezes", None),
]
CAPITAL_ACCENTS = [
    ("de", "alle Kunden in Österreich warten", "group"),
    ("de", "alle kommen rein außer Özlem", "one"),
    ("es", "todos los clientes en África esperan", "group"),
    ("es", "solo Óscar y Ángela no entran, los otros tres sí", "group"),
    ("pt_BR", "todos entram, exceto Álvaro", "one"),
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


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), LOOKS)
def test_a_flaw_of_looks_is_a_detail_whoever_sees_it(language, text):
    assert impact(text, language) == "detail"


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text", "value"), CONTRASTED)
def test_where_others_are_well_those_who_are_named_are_affected(language, text, value):
    assert impact(text, language) == value


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text", "value"), EXCEPTED)
def test_who_is_excepted_from_all_that_can_is_affected(language, text, value):
    assert impact(text, language) == value


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), THOSE)
def test_only_those_are_a_group(language, text):
    assert impact(text, language) == "group"


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), NOT_ONLY)
def test_not_only_limits_nothing(language, text):
    assert impact(text, language) == "all"


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), PARTS)
def test_all_of_a_part_are_a_group(language, text):
    assert impact(text, language) == "group"


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), WHICH)
def test_people_of_whom_is_said_which_are_a_group(language, text):
    assert impact(text, language) == "group"


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), WELL)
def test_where_one_place_is_well_another_is_a_group(language, text):
    assert impact(text, language) == "group"


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), COMPLAINED)
def test_as_many_are_affected_as_complain(language, text):
    assert impact(text, language) == "group"


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), HARMLESS)
def test_what_harms_nobody_is_a_detail(language, text):
    assert impact(text, language) == "detail"


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), ONLY_ASKED)
def test_who_only_asks_says_nothing_of_the_impact(language, text):
    assert impact(text, language) is None


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text", "value"), NOT_ONE)
def test_one_is_read_with_what_stands_around_it(language, text, value):
    assert impact(text, language) == value


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text", "value"), SMALL_ACCENTS + CAPITAL_ACCENTS)
def test_a_name_begins_with_a_capital_which_may_have_an_accent(language, text, value):
    assert impact(text, language) == value


@pytest.mark.rule("R23")
@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "some", "group"),
        ("de", "alle", "all"),
        ("de", "nur die Buchhaltung", "group"),
        ("es", "todos", "all"),
        ("pt_BR", "só o financeiro", "group"),
        ("ru", "некоторых", "group"),
        ("ru", "всех.", "all"),
    ],
)
def test_a_quantifier_may_be_the_whole_answer(language, text, value):
    assert impact(text, language) == value
