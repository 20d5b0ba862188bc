"""Whether a new conversation is about what is open already (R25)."""

import math
import time
from pathlib import Path
from typing import get_args

import pytest
import yaml

from firstline.intake import duplicates, evidence, facts, identifiers, kinship, topics
from firstline.intake.evidence import Case
from firstline.intake.fact_words import LOCALES
from firstline.intake.identifiers import Named
from firstline.locales import LANGUAGES

MINUTE = 60_000
NOW = 1_795_000_000_000
PAIRS = yaml.safe_load(Path(__file__).with_name("duplicates.yml").read_text("utf-8"))
R25 = pytest.mark.rule("R25", part="chats of a customer and their company")


def case(stream: str, language: str, text: str, at: int = NOW) -> Case:
    found = facts.find(text, now=at, zone="Europe/Berlin", language=language, source=1)
    return duplicates.case(stream, stream.upper(), text, found, at)


def pair(written) -> tuple[Case, Case]:
    new = case("new", *written["new"], at=NOW + written["apart"] * MINUTE)
    return new, case("open", *written["open"])


def judged() -> list[tuple[bool, bool]]:
    """For each pair whether it is one issue, and whether it is taken for one."""
    pairs = ((written["same"], *pair(written)) for written in PAIRS)
    return [(same, duplicates.best(new, [other]) is not None) for same, new, other in pairs]


@R25
def test_the_same_issue_is_recognised_and_others_are_not():
    verdicts = judged()
    assert len(verdicts) >= 30
    taken = [same for same, hit in verdicts if hit]
    known = [hit for same, hit in verdicts if same]
    assert sum(taken) / len(taken) >= 0.95
    assert sum(known) / len(known) >= 0.9


@R25
def test_the_best_of_several_is_offered_with_its_reasons():
    new = case("new", "de", "Fehler 131047 bei POST /v1/messages, Vorlage order_update_v2")
    others = [
        case("a", "en", "invoice for October is wrong"),
        case("b", "en", "order_update_v2 fails with error 131047 on POST /v1/messages"),
        case("c", "en", "POST /v1/messages gives 500 Internal Server Error"),
    ]
    match = duplicates.best(new, others)
    assert match is not None
    assert (match.stream, match.number) == ("b", "B")
    assert match.reasons[:2] == ("error_code", "names")
    assert duplicates.THRESHOLD <= match.score <= 1


LATE = {
    "en": "messages arrive 20 minutes late since 14:05",
    "pt_BR": "as mensagens chegam com 20 minutos de atraso desde as 14:05",
    "de": "Nachrichten kommen seit 14:05 Uhr mit 20 Minuten Verspätung an",
    "es": "los mensajes llegan con 20 minutos de retraso desde las 14:05",
    "ru": "сообщения приходят с опозданием на 20 минут с 14:05",
}


@R25
@pytest.mark.parametrize("one", LANGUAGES)
@pytest.mark.parametrize("other", LANGUAGES)
def test_two_people_of_two_languages_are_understood_to_mean_the_same(one, other):
    assert duplicates.best(case("new", one, LATE[one]), [case("open", other, LATE[other])])


@R25
def test_coming_back_to_it_counts_and_asking_how_does_not():
    old = case("open", "en", "template spring_menu hangs in review")
    again = duplicates.compare(case("new", "en", "any news about spring_menu?"), old)
    asks = duplicates.compare(case("new", "en", "how do I name a template?"), old)
    assert again.score > duplicates.THRESHOLD > asks.score
    assert "again" in again.reasons


def test_a_conversation_is_no_duplicate_of_itself():
    new = case("a", "en", "error 131047 on POST /v1/messages")
    assert duplicates.best(new, [new]) is None


@pytest.mark.parametrize("text", ["", "hello", "hi, I need help", "{}", "?"])
def test_what_says_nothing_matches_nothing(text):
    assert duplicates.best(case("a", "en", text), [case("b", "en", text)]) is None


@R25
@pytest.mark.parametrize(
    ("new", "other"),
    [
        ("cannot register the number +4915112345678", "cannot register the number +4915187654321"),
        ("template spring_menu was rejected", "template table_ready was rejected"),
        ("invoice INV-2026-11907 is wrong", "invoice INV-2026-12544 is wrong"),
        ("error 131047 for all messages", "error 131026 for all messages"),
        ("GET /v1/media returns 401 since today", "GET /v1/media returns 504 since today"),
        ("500 on POST /v1/messages, sending fails", "500 on POST /v1/contacts, sending fails"),
        ("the invoice of March was charged twice", "the invoice of April was charged twice"),
        ("nothing is delivered to Kenya", "nothing is delivered to Nigeria"),
        ("videos cannot be uploaded", "videos cannot be downloaded"),
        ("cannot sign in, the password is wrong", "cannot sign in, the 2FA code is wrong"),
        ("invoice 5127 is not paid yet", "invoice 5214 is not paid yet"),
        ("платёж № 51270 не зачислен", "платёж № 52144 не зачислен"),
        ("invoice 2026/11-5127 is wrong", "invoice 2026/11-5214 is wrong"),
        ("display name «Linden Books» rejected", "display name «Linden Cafe» rejected"),
        ("POST to eu.waba.example.com: certificate", "429, POST to eu.waba.example.com"),
        ("el webhook no manda los eventos", "el webhook manda los eventos repetidos"),
    ],
)
def test_the_same_words_about_something_else_are_another_issue(new, other):
    assert duplicates.best(case("a", "en", new), [case("b", "en", other)]) is None


@R25
@pytest.mark.parametrize(
    ("new", "other"),
    [
        (
            "Nachricht an +41 79 555 07 65 nicht zugestellt",
            "Nachricht an +41 79 555 01 22 nicht da",
        ),
        ("se cobró dos veces en abril", "se cobró dos veces en mayo, y la factura de marzo"),
        ("us.parcel.example gets events twice", "eu.parcel.example gets events twice"),
        ("a mensagem wamid.AAAbbb111ccc22 falhou no login", "a fatura veio em dobro"),
        ("всё ещё ждём ответа про шаблон", "код по смс не приходит"),
    ],
)
def test_what_each_names_and_differs_is_another_issue(new, other):
    assert duplicates.best(case("a", "en", new), [case("b", "en", other)]) is None


@R25
@pytest.mark.parametrize(
    ("new", "other", "reason"),
    [
        ("uploads end in a 413", "Request Entity Too Large for our uploads", "figures"),
        ("nos rechaza con el 190 ese", "error 190 en todas las llamadas", "figures"),
        ("messages come twenty minutes late", "los mensajes llegan 20 minutos tarde", "figures"),
        ("they come quinze minutos depois", "15 minutes late", "figures"),
    ],
)
def test_a_number_is_one_whatever_it_was_taken_for(new, other, reason):
    match = duplicates.compare(case("a", "en", new), case("b", "en", other))
    assert reason in match.reasons


@R25
def test_coming_back_says_nothing_where_nothing_is_in_common():
    new = case("a", "de", "immer noch keine Antwort dazu")
    other = case("b", "de", "die Rechnung für Mai ist falsch")
    assert "again" in evidence.signs(case("a", "en", "still late"), case("b", "en", "it is late"))
    assert "again" not in evidence.signs(new, other)


@R25
def test_a_figure_counts_only_where_nothing_speaks_against():
    of_april = case("a", "en", "1200 dollars were charged twice in April")
    of_may = case("b", "en", "1200 dollars were charged twice in May")
    assert "figures" in evidence.signs(of_april, of_april)
    assert "figures" not in evidence.signs(of_april, case("c", "en", "1200 dollars for March"))
    assert of_may.topics.figures == of_april.topics.figures


def test_a_sign_for_never_weighs_against_nor_the_other_way_round():
    signs = {name: weight for name, weight in evidence.WEIGHTS.items() if weight > 0}
    assert set(signs) == set(get_args(evidence.For.__value__))
    assert set(evidence.WEIGHTS) - set(signs) == set(get_args(evidence.Against.__value__))


@R25
def test_what_happened_after_the_other_was_reported_is_another_issue():
    old = case("open", "en", "images arrive late since 9:40", NOW)
    again = duplicates.compare(case("new", "en", "images arrive late since 9:40", NOW), old)
    later = case("new", "en", "images arrive late since 10 minutes", NOW + 300 * MINUTE)
    assert again.score > duplicates.THRESHOLD
    assert duplicates.compare(later, old).score < again.score
    assert "time" not in duplicates.compare(later, old).reasons


@pytest.mark.parametrize(
    ("written", "symptom"),
    [
        ("the codes didn't reach anybody", "undelivered"),
        ("our callbacks are no longer received", "undelivered"),
        ("bei uns kommen seit heute gar keine Webhooks an", "undelivered"),
        ("der Kunde bekommt leider gar nichts", "undelivered"),
        ("ya no llegan los avisos", "undelivered"),
        ("os avisos nunca chegam", "undelivered"),
        ("коды больше не доходят", "undelivered"),
        ("the button will not save it, it is not saved", "unsaved"),
        ("wir sehen fremde Unterhaltungen", "foreign"),
        ("o serviço inteiro está fora do ar", "down"),
    ],
)
def test_a_denial_is_understood_in_each_language(written, symptom):
    assert symptom in topics.of(written).symptoms


@R25
@pytest.mark.parametrize(
    ("new", "other"),
    [
        ("we don't see any voice notes in the inbox", "las notas de voz no llegan a la bandeja"),
        ("o QR do 2FA vem em branco, ainda", "der QR-Code für 2FA wird nicht angezeigt"),
        ("error ADFS50107 at login", "beim Anmelden kommt ADFS50107"),
        ("still waiting for the 250,000 to show", "we topped up 250.000, it does not show"),
    ],
)
def test_one_fault_may_be_seen_in_two_ways(new, other):
    assert duplicates.best(case("a", "en", new), [case("b", "es", other)])


@R25
@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        ("es", "El lote {} se perdió, los mensajes no llegan", "88163 88120"),
        ("pt_BR", "A campanha {} se perdeu, não chegou nada", "88163 88120"),
        ("en", "Templates are rejected, customer number {}", "48213 99817"),
        ("en", "Our invoice number {} is wrong", "51273 51884"),
    ],
)
def test_another_number_by_the_same_word_is_another_issue(language: str, one: str, two: str):
    new, open_ = (case(number, language, one.format(number)) for number in two.split())
    assert duplicates.compare(new, open_).score < 0.5


@R25
@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            "Templates are rejected, customer number 48213",
            "Templates are rejected, order number 99817",
        ),
        (
            "Media upload fails, the image was 20481 KB",
            "Media upload fails, the image was 30725 KB",
        ),
        ("Media upload fails for clip.webp", "Media upload fails for photo.webp"),
        ("The export fails, the file is report.xlsx", "The export fails, the file is totals.xlsx"),
    ],
)
def test_numbers_of_other_things_sizes_and_files_tell_nothing_apart(one: str, two: str):
    signs = evidence.signs(case("new", "en", one), case("open", "en", two))
    assert not {"other_name", "elsewhere"} & signs.keys()


@R25
def test_the_same_hour_on_another_day_is_another_time():
    day = 24 * 60 * MINUTE
    new = case("new", "en", "Exports failed again today at 9:00")
    before = case("open", "en", "Exports failed today at 9:00", at=NOW - day)
    assert "other_time" in evidence.signs(new, before)
    assert not {"time", "again"} & evidence.signs(new, before).keys()


@R25
def test_what_is_weighed_by_name_has_words():
    words = yaml.safe_load((LOCALES / "en" / "lookups.yml").read_text("utf-8"))
    assert frozenset().union(*kinship.KIN, evidence.VAGUE) <= words["symptoms"].keys()
    assert frozenset().union(*kinship.FAMILIES, topics.NUMBERED) <= words["topics"].keys()


@R25
def test_a_clock_does_not_say_which_half_of_the_day():
    at_one = case("new", "en", "images arrive late since 1:15 am", NOW)
    later = case("open", "en", "images arrive late since 1:17 pm", NOW)
    assert "time" in duplicates.compare(at_one, later).reasons


@pytest.mark.parametrize(
    ("written", "symptom"),
    [
        ("all our chats were suddenly deleted", "missing"),
        ("die Verläufe sind alle gelöscht", "missing"),
        ("los chats fueron borrados", "missing"),
        ("as conversas foram todas apagadas", "missing"),
        ("чаты были удалены", "missing"),
        ("billed in dollars instead of pounds", "wrong"),
        ("berechnet in Dollar statt Pfund", "wrong"),
        ("cobrado en dólares en vez de pesos", "wrong"),
        ("cobrado em dólar em vez de real", "wrong"),
        ("списали в долларах вместо рублей", "wrong"),
    ],
)
def test_what_is_gone_or_in_place_of_another_is_a_symptom_in_each_language(written, symptom):
    assert symptom in topics.of(written).symptoms


def test_an_amount_in_groups_of_digits_is_one_figure():
    assert topics.of("we paid 450,000 on day 18").figures == {"450000", "18"}


def test_an_apostrophe_quotes_nothing():
    assert identifiers.quoted("it can't be added, and it doesn't register") == frozenset()


@pytest.mark.parametrize("written", ["seguro que llega", "me avisan que llega"])
def test_a_word_that_asks_only_at_the_beginning_is_no_question_elsewhere(written):
    assert not topics.asks(written)


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("to numbers in Germany", "DE"),
        ("para números do Chile", "CL"),
        ("nach Österreich", "AT"),
        ("hacia México", "MX"),
        ("в Казахстане", "KZ"),
    ],
)
def test_a_country_is_one_in_each_language(written, country):
    assert topics.of(written).countries == {country}


@pytest.mark.parametrize(
    ("written", "status"), [("Payload Too Large", "413"), ("it says bad gateway", "502")]
)
def test_a_reason_phrase_is_its_status(written, status):
    assert topics.of(written).statuses == {status}


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("call 07700 900271", Named("phone", "00900271")),
        ("call +44 7700-900271.", Named("phone", "00900271")),
        ("see https://in.kelso.example/wa?x=1", Named("host", "in.kelso.example")),
        ("in.kelso.example/wa gets nothing", Named("host", "in.kelso.example")),
        ("2FA of M.Oakes@dunmore.example", Named("email", "m.oakes@dunmore.example")),
        ("the template spring_menu,", Named("template", "spring_menu")),
        ("INV-2026-11907 again", Named("document", "inv-2026-11907")),
        ("счёт 5127 за октябрь", Named("number", "5127")),
        ("trace AqLm93kTzWx", Named("message", "aqlm93ktzwx")),
    ],
)
def test_an_identifier_is_one_however_it_is_written(written, named):
    assert identifiers.find(written) == {named}


@pytest.mark.parametrize(
    "written", ["", "at 10:30", "v2", "screenshot.png", "3.5", "GET /v1", "e.g."]
)
def test_what_many_texts_share_is_no_identifier(written):
    assert identifiers.find(written) == frozenset()


@R25
def test_what_one_quotes_the_other_may_say_without_quotes():
    old = case("open", "de", "Anzeigename 'Gasthof zur Linde' seit Tagen in Prüfung")
    match = duplicates.compare(case("new", "de", "was ist mit Gasthof zur Linde"), old)
    assert "names" in match.reasons


def test_two_hundred_open_conversations_take_no_time():
    others = [case(f"s{n}", "en", f"webhook {n} is late, template name_{n}") for n in range(200)]
    new = case("new", "en", "our webhooks are late again since 14:05, error 131047")
    started = time.process_time()
    for _ in range(10):
        duplicates.best(new, others)
    assert (time.process_time() - started) / 10 < 0.02


@pytest.mark.parametrize(
    "text",
    [
        *("9" * 64_000, "a_" * 32_000, "'" * 64_000, "+1 (" * 16_000, "a." * 32_000),
        *("a" * 64_000, "A" * 64_000, "aA" * 32_000, "a@" * 32_000),
    ],
)
def test_a_hostile_text_takes_no_time(text):
    topics.of("warm")
    started = time.process_time()
    topics.of(text)
    assert time.process_time() - started < 0.5


def test_whoever_is_passed_over_sooner_would_not_have_been_offered():
    every = [one for written in PAIRS for one in pair(written)]
    least = math.log(duplicates.THRESHOLD / (1 - duplicates.THRESHOLD))
    passed = 0
    for new in every:
        hopeful = {id(one) for one, _ in evidence.hopeful(new, every, least)}
        odds = [evidence.odds(new, other) for other in every if id(other) not in hopeful]
        assert max(odds, default=-1) < least
        passed += len(odds)
    assert passed > len(every) ** 2 / 3
