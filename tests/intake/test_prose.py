"""What of a message is prose and what was pasted."""

import pytest

from firstline.intake import prose

PASTED = [
    "curl -X POST https://api.example.com/v1/a \\\n  -H 'a: b' \\\n  -d '{\n\"a\": 1}'\n",
    '{"a": [1, 2, {"b": "c"}]}',
    "```\nsome code here\n```",
    "`status`",
    "https://example.com/a?b=c",
    "HTTP/1.1 200 OK",
    "Content-Type: application/json",
    "    at com.example.Sender.send(Sender.java:41)",
    '  File "/srv/app.py", line 3, in <module>',
    "2026-11-22 09:00:00,123 ERROR sender: delivery failed badly",
    "const a = await b.post('x');",
    "<html><body class='x'>",
    "requests.exceptions.HTTPError: 400 Client Error",
]


@pytest.mark.parametrize("pasted", PASTED)
def test_what_was_pasted_is_blanked(pasted):
    kept = prose.of(f"Before it all.\n{pasted}\nAnd after.")
    assert kept.split() == ["Before", "it", "all.", "And", "after."]


@pytest.mark.parametrize(
    "text",
    [
        "It fails (only sometimes) since 09:00, see [1]",
        "error 131047; some customers don't get it",
        "Problem: nothing arrives\n#1 we can't send\n- it's slow",
        "Настройки: ничего не приходит (с утра)",
    ],
)
def test_prose_stays_as_it_is(text):
    assert prose.of(text) == text


def test_blanks_keep_every_place_and_line():
    text = 'a {"b":\n1} c'
    kept = prose.of(text)
    assert len(kept) == len(text)
    assert [kept.index("a"), kept.index("c")] == [text.index("a"), text.index(" c") + 1]
    assert kept.count("\n") == 1


def test_the_end_of_a_long_text_is_left_out_and_blanks_do_not_count():
    block = '{"a": "' + "x" * 9_000 + '"}\n'
    kept = prose.of(block + "word " * 3_000)
    assert len("".join(kept.split())) <= prose.PROSE_LIMIT
    assert kept.lstrip().startswith("word word")


def test_extents_that_overlap_are_blanked_once():
    assert prose.blank("abcdef", [(1, 3), (2, 4), (0, 2)]) == "    ef"
