"""`locales/style.yml`: form of address, spelling of names, room for texts."""

import pytest

from firstline.check import problems

from .kit import CHECKED, LANGUAGES, only

STYLE = "locales/style.yml"


@pytest.mark.rule("R72", part=CHECKED)
@pytest.mark.parametrize(
    ("language", "text", "found", "form"),
    [
        ("de", "Bitte prüfen Sie deinen Text", "deinen", "Sie"),
        ("de", "Du wartest", "Du", "Sie"),
        ("es", "Si tienes la clave", "tienes", "usted"),
        ("es", "Si tenés la clave", "tenés", "usted"),
        ("es", "Siempre que vos quiera", "vos", "usted"),
        ("pt_BR", "Confira o teu número", "teu", "você"),
        ("ru", "Проверь номер", "Проверь", "вы"),
        ("ru", "Мы ждём тебя", "тебя", "вы"),
    ],
)
def test_another_form_of_address(tree, language, text, found, form):
    path = f"locales/{language}/errors.yml"
    line = tree.put(path, "text_is_empty", text)
    what = f"text_is_empty says '{found}', expected the form of address with {form}"
    only(tree, path, line, what)


@pytest.mark.rule("R72", part=CHECKED)
@pytest.mark.parametrize(
    ("language", "text", "found", "name"),
    [
        ("en", "Open Whatsapp again.", "Whatsapp", "WhatsApp"),
        ("ru", "Откройте Whats App снова.", "Whats App", "WhatsApp"),
        ("de", "Ihre Whatsapp-Nummer fehlt.", "Whatsapp", "WhatsApp"),
        ("es", "La Api no responde.", "Api", "API"),
        ("pt_BR", "Confira as apis.", "api", "API"),
        ("en", "Copy it as Curl, please.", "Curl", "cURL"),
        ("de", "Der webhook fehlt.", "webhook", "Webhook"),
        ("de", "Drei webhooks fehlen.", "webhook", "Webhook"),
        ("en", "All WEBHOOKS are missing.", "WEBHOOK", "webhook"),
        ("en", "Ask meta about it.", "meta", "Meta"),
        ("en", "Write an email.", "email", "e-mail"),
    ],
)
def test_a_name_in_another_spelling(tree, language, text, found, name):
    path = f"locales/{language}/errors.yml"
    line = tree.put(path, "text_is_empty", text)
    only(tree, path, line, f"text_is_empty says '{found}', expected the spelling {name}")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Webhooks and e-mails, by WhatsApp."),
        ("es", "La meta es clara."),
        ("en", "See https://status.whatsapp.example/api now."),
        ("en", "Write to api@sendwell.example today."),
        ("en", "Metadata and rapid answers."),
        ("pt_BR", "Fale com a equipe de TI"),
        ("de", "Das Individuum im Studium"),
    ],
)
def test_what_only_looks_like_a_mistake(tree, language, text):
    tree.put(f"locales/{language}/errors.yml", "text_is_empty", text)
    assert problems(tree.root) == []


@pytest.mark.rule("R72", part=CHECKED)
@pytest.mark.parametrize(
    ("path", "key", "most", "place"),
    [
        ("locales/ru/bot.yml", "choices.all", 40, "a button"),
        ("locales/de/bot.yml", "thanks", 400, "one message"),
        ("locales/es/faq.yml", "faq.media", 600, "one message"),
        ("locales/pt_BR/widget.yml", "loader.word", 16, "the button in the corner of the page"),
        ("locales/de/widget.yml", "judge.not_solved", 24, "a button"),
        ("locales/en/inbox.yml", "resolve_dialog.submit", 32, "a button"),
        ("locales/ru/canned.yml", "closing.title", 60, "a title"),
        ("locales/es/errors.yml", "text_is_empty", 240, "one line"),
    ],
)
def test_a_text_without_room(tree, path, key, most, place):
    line = tree.put(path, key, "abc " * (most // 4) + "abcd.")
    has = f"{key} has {most // 4 * 4 + 5} characters, expected at most {most}"
    only(tree, path, line, f"{has}: it stands on {place}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_with_just_enough_room(tree, language):
    tree.put(f"locales/{language}/bot.yml", "choices.all", "a" * 40)
    assert problems(tree.root) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("form: Sie", "from: Sie", "unknown field `from`"),
        ("file: bot, key: choices.*, most: 40", "file: bot, key: choices.*, most: few", "'few'"),
        ("file: faq", "file: faqs", "invalid enum value 'faqs'"),
    ],
)
def test_a_mistake_in_the_style_itself(tree, old, new, words):
    only(tree, STYLE, tree.replace(STYLE, old, new), words)


def test_a_form_of_address_for_a_language_that_nobody_knows(tree):
    tree.replace(STYLE, "  ru:", "  fr:")
    only(tree, STYLE, 5, "invalid enum value 'fr'")


def test_a_company_may_add_its_own_names(tree):
    tree.replace(STYLE, "  - Sendwell", "  - Sendwell\n  - CloudTalk")
    line = tree.put("locales/en/errors.yml", "text_is_empty", "Ask Cloudtalk.")
    only(tree, "locales/en/errors.yml", line, "says 'Cloudtalk', expected the spelling CloudTalk")
