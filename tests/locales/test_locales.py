"""How texts are found, filled in and read."""

import pytest

from firstline.locales import BrokenTexts, Texts, entries, fill, nearest, read


@pytest.fixture
def write(tmp_path):
    def put(text, language="en", name="errors"):
        file = tmp_path / language / f"{name}.yml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    return put


def test_keys_are_dotted_and_texts_are_words_even_where_yaml_has_other_types(write):
    file = write("ask:\n  yes: no\n  again: {time: 12}\n")
    assert read(file) == {"ask.yes": "no", "ask.again.time": "12"}


def test_an_entry_knows_its_lines(write):
    file = write("# texts\none: a\nlong: >-\n  first\n  second\nlast: z\n")
    assert [(entry.key, entry.first) for entry in entries(file)] == [
        ("one", 2),
        ("long", 3),
        ("last", 6),
    ]
    assert entries(file)[1].text == "first second"
    assert entries(file)[1].last >= 5


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a: b\nc: d: e\n", 2, "expected YAML"),
        ("a: [b]\n", 1, "expected a text at a"),
        ("a: b\nc:\n  d:\n    - e\n", 4, "expected a text at c.d"),
        ("- a\n", 1, "expected a mapping"),
        ("", 1, "expected a mapping"),
        ("a: 'b\n", 2, "expected YAML"),
    ],
)
def test_a_broken_file_is_named_with_its_line(write, text, line, what):
    file = write(text)
    with pytest.raises(BrokenTexts) as caught:
        read(file)
    assert str(caught.value).startswith(f"{file}:{line}: ")
    assert what in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BrokenTexts, match="expected YAML in UTF-8"):
        read(tmp_path / "none.yml")


@pytest.mark.rule("R06")
def test_english_is_the_fallback_of_a_text_and_of_a_bundle(write, tmp_path):
    write("a: English a\nb: English b\n")
    write("a: Deutsch a\n", "de")
    texts = Texts.load(tmp_path)
    assert [texts.say("de", key) for key in ("a", "b")] == ["Deutsch a", "English b"]
    assert texts.bundle("de", "errors") == {"a": "Deutsch a", "b": "English b"}
    assert texts.say("fr", "a") == "English a"


def test_what_the_desk_says_comes_before_what_only_pages_show(write, tmp_path):
    write("closing: {title: on the page}\n", name="widget")
    write("closing: {title: in a reply}\n", name="canned")
    assert Texts.load(tmp_path).say("en", "closing.title") == "in a reply"


def test_an_unknown_key_shows_itself(tmp_path, write):
    write("a: A\n")
    texts = Texts.load(tmp_path)
    assert texts.say("en", "none.such") == "none.such"
    assert (texts.has("a"), texts.has("b")) == (True, False)


def test_a_value_is_filled_in_once_and_never_read_as_a_text():
    assert (
        fill("{name} wrote {text}", {"name": "{text}", "text": "{name}"}) == "{text} wrote {name}"
    )


def test_a_placeholder_without_a_value_stays_for_whoever_fills_it_in():
    assert fill("Dear {customer}", {}) == "Dear {customer}"


@pytest.mark.parametrize(
    ("tags", "language"),
    [(["pt-PT", "en"], "pt_BR"), (["fr", "DE_at"], "de"), (["fr"], "en"), ([], "en")],
)
def test_the_first_offered_language_is_taken(tags, language):
    assert nearest(tags) == language
