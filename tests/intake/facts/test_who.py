"""Who is affected, told by who is joined, told apart, counted as a share or an example (R23)."""

import pytest

from firstline.intake import facts

PAIRS = [
    ("en", "my sister Ruth and I are asked for the code again and again"),
    ("en", "neither my deputy nor I can see the menu"),
    ("en", "I am locked out, and my secretary can't get in either"),
    ("en", "just Olga and Femi are refused, the other three get in"),
    ("de", "mein Azubi Finn und ich kommen nicht ins Portal"),
    ("de", "weder ich noch mein Stellvertreter sehen das Menü"),
    ("de", "nur Olga und Femi werden abgewiesen, die anderen drei kommen rein"),
    ("es", "mi hermana Rut y yo no podemos entrar"),
    ("es", "yo no veo el menú y mi ayudante tampoco"),
    ("es", "solo Olga y Bruno no entran, los otros tres sí"),
    ("pt_BR", "minha irmã Rute e eu não entramos"),
    ("pt_BR", "eu não vejo o menu e minha ajudante também não"),
    ("pt_BR", "só a Olga e o Bruno não entram, os outros três sim"),
    ("ru", "я и моя заместительница не можем войти"),
    ("en", "our buyer Tom sees no menu. Neither do I"),
    ("de", "die Kollegin kommt nicht rein. Ich auch nicht."),
    ("ru", "мы с напарником видим пустой экран"),
    ("ru", "только Ольга и Борис не заходят, остальные трое заходят"),
]
SORTS = [
    ("en", "only the newly added tenants get nothing"),
    ("en", "regular guests get it, first time guests don't"),
    ("en", "the older lines work, the new ones don't"),
    ("de", "nur die neuen Mieter bekommen nichts"),
    ("de", "langjährige Gäste bekommen es, neue Gäste nicht"),
    ("es", "solo a los nuevos, a los antiguos les llega"),
    ("es", "los clientes habituales lo reciben, los extranjeros no"),
    ("pt_BR", "só pros novos, pros antigos chega"),
    ("pt_BR", "os sócios antigos recebem, os estrangeiros não"),
    ("ru", "только новые жильцы ничего не получают"),
    ("ru", "постоянным гостям приходит, новым нет"),
]
LANDS = [
    ("en", "nothing gets to Portugal, Spain and France are normal"),
    ("en", "it is only Turkish, English is correct"),
    ("en", "the Dover branch is late, Deal and Hythe are on time"),
    ("de", "nach Portugal geht nichts, Spanien und Frankreich laufen"),
    ("de", "es ist nur Dänemark"),
    ("es", "a Portugal no llega, España y Francia están normales"),
    ("es", "únicamente Ecuador"),
    ("pt_BR", "pra Portugal não chega, Espanha e França estão normais"),
    ("pt_BR", "apenas o Equador"),
    ("ru", "в Португалию не уходит, Испания и Франция в норме"),
    ("ru", "только Армения"),
    ("en", "Deal: nothing since noon. Hythe and Dover: no problem"),
    ("ru", "Клин: с девяти ничего. Тверь и Руза: без проблем"),
]
SHARES = [
    ("en", "2 in every 9 members"),
    ("en", "three of the eight classes got nothing"),
    ("en", "2 of 5 of our members"),
    ("es", "los socios (unos 14 de 90) esperan"),
    ("en", "one guest in seven, my own number is fine"),
    ("en", "we have four lines, two are ok, the other two do not ring"),
    ("de", "2 von je 9 Mitgliedern"),
    ("en", "out of nine trucks, four get no orders"),
    ("es", "de nueve camiones, cuatro no reciben nada"),
    ("de", "von unseren acht Kursen stehen drei"),
    ("es", "2 de cada 9 socios"),
    ("es", "dos van bien, las otras dos no suenan"),
    ("pt_BR", "2 em cada 9 sócios"),
    ("pt_BR", "duas vão bem, as outras duas não tocam"),
    ("ru", "2 из каждых 9 участников"),
    ("ru", "из восьми наших курсов стоят три"),
]
LISTS = [
    ("en", "no code on +27 21 555 0107 and +27 21 555 0108"),
    ("de", "kein Code auf:\n+49 221 5550107\n+49 221 5550108"),
    ("es", "las cuentas eva@uno.example y leo@uno.example no entran"),
    ("pt_BR", "os números 31 e 34 não tocam"),
    ("pt_BR", "a linha 3 e a linha 7 não tocam"),
    ("ru", "не подтверждаются +7 342 555-01-07, +7 342 555-01-08"),
]
CONTACTS = [
    ("en", "please write to a@b.example and c@d.example"),
    ("en", "call me at 030 1234567 and 030 7654321"),
    ("en", "call me back on:\n030 1234567\n030 7654321"),
    ("de", "bitte antworten Sie an a@b.example und c@d.example"),
    ("de", "Sie erreichen mich unter 030 1234567 und 030 7654321"),
    ("es", "escríbanme a a@b.example y c@d.example"),
    ("es", "me pueden llamar al 91 1234567 y 91 7654321"),
    ("pt_BR", "escrevam para a@b.example e c@d.example"),
    ("pt_BR", "me liguem: 11 91234-5678 / 11 97654-3211"),
    ("ru", "пишите на a@b.example и c@d.example"),
    ("ru", "перезвоните: 495 123-45-67, 495 765-43-21"),
]
CONTACTS_BESIDE_OTHERS = [
    ("en", "my customer gets no code. please write to a@b.example and c@d.example", "one"),
    ("en", "nothing arrives, please write to a@b.example and c@d.example", "group"),
    ("de", "alle Kunden warten. Rückruf bitte unter 030 1234567 und 030 7654321", "all"),
    ("de", "a@b.example und c@d.example kommen nicht rein, bitte melden", "group"),
    ("es", "mi clienta espera. escríbanme a a@b.example y c@d.example", "one"),
]
LINES_OF_FILES = [
    ("en", "error on line 3 and line 7 of the csv file"),
    ("en", "line 3 and line 7 of my script throw"),
    ("en", "the csv has an error on line 3"),
    ("en", "lines 3 and 7 in the log look odd"),
    ("es", "error en la línea 3 y la línea 7 del archivo"),
    ("es", "las líneas 3 y 7 de mi código fallan"),
    ("pt_BR", "a linha 3 e a linha 7 da planilha dão erro"),
    ("pt_BR", "erro na linha 3 e na linha 7 do código"),
]
PHONE_LINES = [
    ("en", "line 3 and line 7 of our phone system are dead", "group"),
    ("en", "line 3 and line 7 cannot log in", "group"),
    ("en", "no code on line 3 and line 7", "group"),
    ("es", "no llega código en la línea 3 y la línea 7", "group"),
    ("pt_BR", "a linha 3 e a linha 7 estão sem código", "group"),
]
EXCEPTED = [
    ("en", "all guests have it, except Ms Roth", "one"),
    ("en", "the whole team gets in, just Noor does not", "one"),
    ("en", "all shops print, only the Hove one does not", "group"),
    ("de", "das ganze Team kommt rein, einzig Noor nicht", "one"),
    ("de", "alle Läden laufen, mit Ausnahme der zwei in Kiel", "group"),
    ("es", "todas las tiendas imprimen, solo la de Lugo no", "group"),
    ("es", "llega a todos los socios salvo a uno", "one"),
    ("pt_BR", "todas as lojas imprimem, só a de Olinda não", "group"),
    ("pt_BR", "chega pra todos os sócios, exceto um", "one"),
    ("ru", "все магазины печатают, только в Омске нет", "group"),
    ("ru", "доходит до всех, кроме одного клиента", "one"),
]
NONE_OF_A_NUMBER = [
    ("en", "none of the 5 hotels gets it"),
    ("de", "keines der 5 Hotels bekommt es"),
    ("es", "ninguno de los 5 hoteles lo recibe"),
    ("es", "no llega a nadie"),
    ("pt_BR", "nenhum dos 5 hotéis recebe"),
    ("ru", "ни один из 5 отелей не получает"),
]
UNSEEN = [
    ("en", "only the colour of the footer is off"),
    ("en", "no guest notices it"),
    ("de", "bloß die Schriftart ist falsch"),
    ("de", "kein Gast merkt das"),
    ("es", "solo el color del pie"),
    ("pt_BR", "nenhum hóspede percebe"),
    ("ru", "гости этого не замечают"),
]
EXAMPLES = [
    ("en", "many tenants wait, e.g. the tenant Ms Roth", "group"),
    ("en", "replies come late, for instance a guest waited an hour", None),
    ("de", "etliche Mieter warten, z. B. die Mieterin Frau Roth", "group"),
    ("de", "Antworten kommen spät, ein Gast wartete z. B. eine Stunde", None),
    ("es", "las respuestas tardan, por ejemplo un huésped esperó una hora", None),
    ("pt_BR", "as respostas demoram, por exemplo um hóspede esperou uma hora", None),
    ("ru", "ответы идут долго, например гость ждал час", None),
]
SILENT = [
    ("en", "Templates and media work, I clicked Save and I got a red bar"),
    ("en", "it failed on 2026-11-24, 2026-11-25"),
    ("en", "two messages in three minutes"),
    ("es", "de nueve a diez no hubo nada"),
    ("en", "it stops at page 2 of 3"),
    ("en", "I hang at step 2 of 5"),
    ("de", "es war ein 403 und kein 401"),
    ("de", "seit 3 von 12 Uhr geht nichts"),
    ("de", "Schritt 2 von 5 hängt"),
    ("es", "el 2 de 12 no funcionaba"),
    ("es", "dia 3 de 10 no llega"),
    ("pt_BR", "a etapa 2 de 5 trava"),
    ("ru", "шаг 2 из 5 зависает"),
    ("es", "quiero hablar con un agente"),
    ("pt_BR", "quero falar com um atendente"),
    ("ru", "401 на всё подряд"),
]


def impact(text, language):
    found = facts.find(text, now=0, zone="UTC", language=language, source=1)
    return next((finding.value for finding in found if finding.what == "impact"), None)


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), PAIRS)
def test_two_who_are_joined_are_a_group(language, text):
    assert impact(text, language) == "group"


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), SORTS)
def test_whom_a_quality_tells_apart_are_a_group(language, text):
    assert impact(text, language) == "group"


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), LANDS)
def test_a_country_a_city_or_a_language_beside_others_is_a_group(language, text):
    assert impact(text, language) == "group"


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), SHARES)
def test_a_share_is_a_group(language, text):
    assert impact(text, language) == "group"


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), LISTS)
def test_two_numbers_or_accounts_are_a_group(language, text):
    assert impact(text, language) == "group"


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), CONTACTS)
def test_where_to_answer_says_nothing_of_who_is_affected(language, text):
    assert impact(text, language) is None


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text", "value"), CONTACTS_BESIDE_OTHERS)
def test_where_to_answer_counts_less_than_who_is_affected(language, text, value):
    assert impact(text, language) == value


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), LINES_OF_FILES)
def test_lines_of_a_file_are_no_phone_lines(language, text):
    assert impact(text, language) is None


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text", "value"), PHONE_LINES)
def test_phone_lines_stay_lines(language, text, value):
    assert impact(text, language) == value


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text", "value"), EXCEPTED)
def test_of_all_but_some_the_some_are_affected(language, text, value):
    assert impact(text, language) == value


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), NONE_OF_A_NUMBER)
def test_none_of_a_number_are_all(language, text):
    assert impact(text, language) == "all"


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), UNSEEN)
def test_what_nobody_notices_is_a_detail(language, text):
    assert impact(text, language) == "detail"


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text", "value"), EXAMPLES)
def test_an_example_is_never_the_extent(language, text, value):
    assert impact(text, language) == value


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text"), SILENT)
def test_what_only_looks_so_says_nothing(language, text):
    assert impact(text, language) is None


@pytest.mark.rule("R23")
def test_an_article_is_nobody():
    assert impact("se cayó el panel, los demás servicios van", "es") is None
