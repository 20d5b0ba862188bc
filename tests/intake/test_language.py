"""Which language a customer writes in (R22)."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from firstline.intake import language
from firstline.locales import LANGUAGES

DATA = Path(__file__).parent.parent / "data" / "language"
FILES = {"en": "en", "pt": "pt_BR", "de": "de", "es": "es", "ru": "ru"}


def sample(kind: str) -> list[tuple[str, str]]:
    """Every fifth line, with its language."""
    return [
        (line, name)
        for file, name in FILES.items()
        for line in (DATA / f"{kind}.{file}.txt").read_text("utf-8").splitlines()[::5]
    ]


def accuracy(kind: str, *, with_prior: bool) -> float:
    tags = {name: [name.replace("_", "-")] for name in FILES.values()}
    texts = sample(kind)
    right = sum(
        language.detect(text, tags[name] if with_prior else ()).language == name
        for text, name in texts
    )
    return right / len(texts)


@pytest.mark.rule("R22")
@pytest.mark.parametrize(
    ("kind", "least"), [("single-words", 0.84), ("word-pairs", 0.93), ("sentences", 0.99)]
)
def test_the_language_is_told_without_any_prior(kind, least):
    assert accuracy(kind, with_prior=False) >= least


@pytest.mark.rule("R22")
def test_the_browsers_language_helps_with_single_words():
    assert accuracy("single-words", with_prior=True) >= 0.93


def test_a_wrong_browsers_language_does_not_mislead_sentences():
    wrong = {"en": "de", "pt_BR": "es", "de": "en", "es": "pt-BR", "ru": "en-US"}
    texts = sample("sentences")
    right = sum(language.detect(text, [wrong[name]]).language == name for text, name in texts)
    assert right / len(texts) >= 0.98


@pytest.mark.rule("R22")
def test_what_is_sure_is_right_and_what_is_not_is_said_to_be():
    for kind in ("single-words", "word-pairs", "sentences"):
        guesses = [(language.detect(text), name) for text, name in sample(kind)]
        sure = [guess.language == name for guess, name in guesses if guess.sure]
        unsure = [guess.language == name for guess, name in guesses if not guess.sure]
        assert sum(sure) / len(sure) >= 0.96
        assert not unsure or sum(unsure) / len(unsure) < sum(sure) / len(sure)


PASTED = [
    ("Desde ontem recebo isto na API: HTTP/1.1 500 Internal Server Error", "pt_BR"),
    ('Ich bekomme immer "The request could not be processed, please try again later"', "de"),
    ('no llega nada\n\nTraceback (most recent call last):\n  File "/app/send.py", line 3', "es"),
    ('Не работает: curl -X POST https://api.example.com/v1/messages -d \'{"type": "text"}\'', "ru"),
    ('{"error": {"message": "Invalid parameter, please check the request"}} o que é isso', "pt_BR"),
    ("Bitte prüfen:\n```\nfor message in messages: send(message)\n```", "de"),
]


@pytest.mark.rule("R22")
@pytest.mark.parametrize(("text", "name"), PASTED)
def test_pasted_english_does_not_count(text, name):
    assert language.detect(text).language == name


@pytest.mark.parametrize(
    "text", ["", "   ", "12345", "{}", "https://example.com/a", "👍", "webhook"]
)
def test_a_text_that_says_nothing_leaves_it_to_the_browser(text):
    assert language.detect(text, ["de-AT", "en"]).language == "de"
    assert language.detect(text, ["de-AT", "en"]).sure
    assert not language.detect(text).sure


def test_a_word_of_two_languages_is_unsure_without_a_prior():
    assert not language.detect("lugar").sure
    assert language.detect("lugar", ["es-MX"]).language == "es"
    assert language.detect("lugar", ["pt-BR"]).language == "pt_BR"


def test_scores_are_the_probabilities_of_all_five():
    guess = language.detect("Guten Morgen")
    assert set(guess.scores) == set(LANGUAGES)
    assert sum(guess.scores.values()) == pytest.approx(1)


def test_the_same_text_gives_the_same_guess():
    text = "Kann mir bitte jemand mit den Vorlagen helfen"
    assert language.detect(text) == language.detect(text)


@pytest.mark.rule("R22")
@pytest.mark.parametrize(
    ("asked", "name"),
    [
        (["pt-PT", "en"], "pt_BR"),
        (["de_AT"], "de"),
        (["ca", "fr"], "es"),
        (["fr-FR", "ru"], "ru"),
        (["fr", "it"], "en"),
        ([], "en"),
        ([""], "en"),
    ],
)
def test_the_nearest_language_is_the_first_that_is_offered(asked, name):
    assert language.nearest(asked) == name


@pytest.mark.parametrize("piece", ["a", "{", '"a', "не ", "`x", "curl '\n", "\u202e\u200b"])
def test_64_kb_of_anything_takes_no_longer_than_a_turn_can_bear(piece):
    language.warm()
    text = (piece * 65_536)[:65_536]
    started = time.thread_time()
    language.detect(text)
    assert time.thread_time() - started < 0.1


def test_the_models_leave_room_in_the_desks_memory():
    """In a process of its own: what detecting 100 messages in each language adds, in MB."""
    script = (
        "import sys; sys.path.insert(0, 'backend')\n"
        "from pathlib import Path\n"
        "used = lambda: int(Path('/proc/self/statm').read_text().split()[1]) * 4096 / 1e6\n"
        "before = used()\n"
        "from firstline.intake import facts, language\n"
        "language.warm(); facts.warm()\n"
        "for file in Path('tests/data/language').glob('sentences.*.txt'):\n"
        "    for line in file.read_text('utf-8').splitlines()[:100]:\n"
        "        guess = language.detect(line)\n"
        "        facts.find(line, now=0, zone='UTC', language=guess.language, source=1)\n"
        "print(used() - before)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True
    )
    assert float(done.stdout) < 130


# -- languages that are not offered ----------------------------------------------------------------

STRANGERS = [
    ("Bonjour, nos messages ne partent plus depuis ce matin", "fr", "en"),
    ("Salve, non riesco ad accedere al portale da ieri", "it", "es"),
    ("Доброго дня, наші повідомлення не доставляються з ранку", "uk", "ru"),
    ("Goedemorgen, onze berichten worden niet meer afgeleverd", "nl", "en"),
    ("Nie możemy wysyłać wiadomości od rana", "pl", "en"),
]


@pytest.mark.rule("R22")
@pytest.mark.parametrize(("text", "stranger", "near"), STRANGERS)
def test_a_language_that_is_not_offered_is_told_with_the_nearest(text, stranger, near):
    guess = language.detect(text)
    assert (guess.stranger, guess.language, guess.sure) == (stranger, near, True)


def test_an_offered_language_of_the_browser_is_nearer_than_a_kindred_one():
    text = "Salve, non riesco ad accedere al portale da ieri"
    assert language.detect(text, ["en", "it-IT", "de"]).language == "de"


@pytest.mark.parametrize("kind", ["single-words", "word-pairs", "sentences"])
def test_nobody_who_writes_an_offered_language_is_a_stranger(kind):
    assert not [text for text, _ in sample(kind) if language.detect(text).stranger]


# -- as people write -------------------------------------------------------------------------------


@pytest.mark.rule("R22")
@pytest.mark.parametrize(
    "text",
    [
        "privet, soobscheniya klientam ne otpravlyayutsya, pomogite",
        "dobryj vecher, vebhuki ne prihodyat s shesti vechera",
    ],
)
def test_russian_in_latin_letters_is_russian(text):
    assert language.detect(text, ["en"]).language == "ru"


@pytest.mark.rule("R22")
def test_capitals_and_the_text_of_pasted_elements_do_not_mislead():
    assert language.detect("NO NOS LLEGA NADA DESDE HACE UNA HORA", ["en"]).language == "es"
    pasted = "<error><text>The request was rejected by the host</text></error>"
    assert language.detect(f"unser Server bekommt dies:\n{pasted}").language == "de"
