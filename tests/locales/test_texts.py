"""Every text that the desk asks for is there in five languages, and needs no value it lacks."""

from pathlib import Path

import pytest

from firstline.locales import LANGUAGES, PLACEHOLDER, Texts, read

from .source import details, errors, lines_of_the_desk, literals

ROOT = Path(__file__).parent.parent.parent
LOCALES = ROOT / "locales"
TEXTS = Texts.load(LOCALES)
FALLBACKS = {"error", "no_answer"}
MAILS = ("reply", "reply_with_text", "by_mail", "by_mail_with_text")
MAILED = {"number", "name", "link", "text"}
CANNED = {"customer", "agent", "number", "subject"}


def of(language, bundle):
    return read(LOCALES / language / f"{bundle}.yml")


def placeholders(text):
    return set(PLACEHOLDER.findall(text))


@pytest.mark.rule("R06")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_has_a_text_and_every_text_an_error(language):
    codes = {error.code for error in errors()}
    assert len(codes) > 50
    assert set(of(language, "errors")) == codes | FALLBACKS


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_text_names_only_what_the_error_always_carries(language):
    known = {error.__name__: error.code for error in errors()}
    carried = {known[name]: given for name, given in details(set(known)).items()}
    for code, text in of(language, "errors").items():
        assert placeholders(text) <= carried.get(code, set()), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_errors_are_short(language):
    assert [code for code, text in of(language, "errors").items() if len(text) > 240] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_mails_have_subject_and_link_and_need_no_name(language):
    mails = of(language, "mail")
    assert set(mails) == {"mail.subject", *(f"{mail}.body" for mail in MAILS)}
    for mail in ("reply", "by_mail"):
        assert placeholders(mails[f"{mail}.body"]) == {"number", "link"}
        assert placeholders(mails[f"{mail}_with_text.body"]) == {"number", "link", "text"}
    assert all(placeholders(text) <= MAILED - {"name"} for text in mails.values())
    assert "\n" not in mails["mail.subject"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_link_of_a_mail_stands_on_a_line_of_its_own(language):
    for mail in MAILS:
        assert "{link}" in of(language, "mail")[f"{mail}.body"].splitlines()


@pytest.mark.rule("R43")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_canned_reply_has_a_title_and_a_text_with_values_that_the_desk_fills_in(language):
    replies = of(language, "canned")
    ids = {key.split(".")[0] for key in replies}
    assert len(ids) >= 10
    assert set(replies) == {f"{one}.{part}" for one in ids for part in ("title", "text")}
    for key, text in replies.items():
        assert placeholders(text) <= (CANNED if key.endswith(".text") else set()), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", sorted(literals("desk.") | literals("offer.")))
def test_what_the_desk_says_has_words(key, language):
    assert key in of(language, "bot")


def test_the_desk_gives_every_value_that_its_lines_name():
    lines = list(lines_of_the_desk())
    assert len(lines) > 5
    for key, given in lines:
        assert placeholders(of("en", "bot")[key]) <= given | {"number"}, key


@pytest.mark.rule("R06")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_comes_in_its_language(language):
    own = of(language, "errors")["internal_error"]
    assert TEXTS.say(language, "internal_error") == own
    assert [other for other in LANGUAGES if of(other, "errors")["internal_error"] == own] == [
        language
    ]
