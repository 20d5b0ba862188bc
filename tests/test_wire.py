"""The one table of commands, and the gate for secrets on the way from a client to a command."""

import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from firstline import wire
from firstline.domain import commands as c
from firstline.domain.commands import COMMANDS
from firstline.domain.errors import FirstlineError, NotAllowed, TextIsTooLong
from firstline.domain.events import Secret
from firstline.wire import (
    CUSTOMERS,
    EDITORS,
    LEADS,
    TABLE,
    ClaimNext,
    EraseCustomer,
    InvalidMessage,
    SetShift,
    TooManyRequests,
    UnknownCommand,
    parse,
    problem,
)
from tests.domain.story import FROM_DESK

from .kit import texts

KEY = "sk_live_51HxxQ2eZvKYlo2CkWm7tq9RrT4bV6nM8pL0aS3dF"
OF_THE_SYSTEM = {*FROM_DESK, c.ReserveNumber, c.EraseContent, c.SeparateConversation}
OF_THE_WIRE = {ClaimNext, SetShift, EraseCustomer, *EDITORS}


# -- the table ------------------------------------------------------------------------------------


def test_every_command_is_in_the_table_or_the_systems_own():
    on_the_wire = {route.command for route in TABLE.values()}
    assert on_the_wire - OF_THE_WIRE == set(COMMANDS) - OF_THE_SYSTEM
    assert on_the_wire & OF_THE_SYSTEM == set()


def test_names_are_those_of_the_classes():
    assert "post_message" in TABLE
    assert all(TABLE[wire.name_of(route.command)] == route for route in TABLE.values())


@pytest.mark.parametrize(
    "name", ["tick", "take_turn", "accept_joined", "Reply", "", None, 7, "x" * 99]
)
def test_what_is_not_in_the_table_is_unknown(name):
    with pytest.raises(UnknownCommand) as error:
        parse(name, {}, "lead")
    assert len(str(error.value.details["name"])) <= 40


def test_each_role_has_its_own_commands():
    for name, route in TABLE.items():
        for who in {"customer", "agent", "editor", "lead", "admin"} - set(route.who):
            with pytest.raises(NotAllowed):
                parse(name, {}, who)
    assert {TABLE[wire.name_of(one)].who for one in CUSTOMERS} == {("customer",)}
    assert {TABLE[wire.name_of(one)].who for one in LEADS} == {("lead", "admin")}
    assert {TABLE[wire.name_of(one)].who for one in EDITORS} == {("editor", "lead", "admin")}
    assert TABLE["settle_flag"].who == ("editor", "admin")


def test_fields_that_no_command_has_are_left_out():
    given = {"name": "post_message", "conversation": "x", "id": "m", "text": "hi", "at": 5}
    assert parse("post_message", given, "customer") == c.PostMessage("m", "hi")


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("post_message", {}),
        ("post_message", {"id": 5, "text": "x"}),
        ("post_message", {"id": "", "text": "x"}),
        ("post_message", {"id": "m" * 65, "text": "x"}),
        ("post_message", {"id": "m", "text": {"a": "b"}}),
        ("post_message", {"id": "m", "text": "x", "files": "no"}),
        ("choose_option", {"id": "m", "position": "1", "value": "yes"}),
        ("correct_finding", {"what": "severity", "value": "1"}),
        ("correct_finding", {"what": "area", "value": "privacy"}),
        ("rate_conversation", {"stars": None}),
        ("mark_seen", {"position": 1.5}),
    ],
)
def test_what_does_not_fit_the_schema_is_invalid_and_says_where(name, given):
    with pytest.raises(InvalidMessage) as error:
        parse(name, given, "customer")
    assert "`" in str(error.value.details["at"])


# -- secrets (R27) --------------------------------------------------------------------------------


def fields_with_text() -> list[tuple[str, str]]:
    """Every field of the table that takes free text."""
    found = []
    for name, route in TABLE.items():
        for field in msgspec.structs.fields(route.command):
            is_name = field.name in wire.NAMES or (name, field.name) == ("choose_option", "value")
            if not is_name and field.type in {str, tuple[str, ...]}:
                found.append((name, field.name))
    return found


def sample(name: str, **more):
    """Fields that fit the command."""
    given = {}
    for field in msgspec.structs.fields(TABLE[name].command):
        if not field.required:
            continue
        kind = field.type
        given[field.name] = {str: "x", int: 1, bool: True}.get(kind, ())
    fixed = {"id": "m1", "mark": "plain", "what": "time"}
    return given | {key: value for key, value in fixed.items() if key in given} | more


def who(name: str) -> str:
    return TABLE[name].who[0]


@pytest.mark.rule("R27")
@pytest.mark.parametrize(("name", "field"), fields_with_text())
def test_a_key_in_any_text_of_any_command_is_masked(name, field):
    takes_list = name == "set_tags"
    for text in (KEY, f"Authorization: Bearer {KEY}", json.dumps({"a": [{"api_key": KEY}]})):
        value = [text] if takes_list else text
        command = parse(name, sample(name, **{field: value}), who(name))
        assert KEY not in repr(command)
        assert KEY[10:30] not in repr(command)


@pytest.mark.rule("R27")
def test_there_are_texts_to_mask():
    assert {
        ("post_message", "text"),
        ("submit_form", "request"),
        ("reply", "text"),
        ("add_note", "text"),
        ("resolve_conversation", "solution"),
        ("set_severity", "reason"),
        ("rate_conversation", "comment"),
        ("set_tags", "tags"),
        ("correct_finding", "value"),
    } <= set(fields_with_text())


@pytest.mark.rule("R27")
def test_what_was_masked_is_told():
    command = parse("post_message", {"id": "m", "text": f"it is {KEY}"}, "customer")
    assert command.text == "it is sk_l…S3dF"
    assert command.secrets == (Secret("api_key", "sk_l…S3dF"),)


@pytest.mark.rule("R27")
@pytest.mark.parametrize("name", ["post_message", "reply", "add_note"])
def test_a_secret_in_two_halves_is_masked_where_it_shows(name):
    command = parse(name, sample(name, text="hunter2-horse"), who(name), after="my password is")
    assert "hunter2" not in command.text
    assert command.secrets


@pytest.mark.rule("R27")
def test_a_secret_that_goes_on_in_the_next_field_of_the_form_is_masked():
    given = {"id": "m", "request": "hunter2-horse", "description": "I log in and my password is"}
    command = parse("submit_form", given, "customer")
    assert "hunter2" not in repr(command)


@pytest.mark.rule("R27")
def test_a_word_that_names_something_is_not_taken_for_the_secret_before_it():
    after = "my password is"
    assert parse("change_language", {"language": "de"}, "customer", after).language == "de"
    pressed = {"id": "m", "position": 3, "value": "person"}
    assert parse("choose_option", pressed, "customer", after).value == "person"


@pytest.mark.rule("R27")
@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("post_message", {"id": KEY}),
        ("choose_option", {"value": KEY}),
        ("change_language", {"language": KEY}),
        ("hand_to_team", {"team": KEY, "reason": "x"}),
    ],
)
def test_a_secret_in_place_of_a_name_is_refused(name, more):
    with pytest.raises(InvalidMessage) as error:
        parse(name, sample(name, **more), who(name))
    assert KEY not in repr(error.value.details)


@pytest.mark.rule("R27")
def test_what_a_browser_says_it_masked_is_believed_only_where_a_gate_could_say_it():
    told = [
        {"kind": "api_key", "shown": "V9pP…zpf0"},
        {"kind": "password", "shown": "••••"},
        {"kind": KEY, "shown": "••••"},
        {"kind": "api_key", "shown": "half-of-a-key-12345"},
    ]
    command = parse("post_message", {"id": "m", "text": "x", "secrets": told}, "customer")
    assert command.secrets == (Secret("api_key", "V9pP…zpf0"), Secret("password", "••••"))
    for odd in ("no", [1], [{"kind": 5}], [[[]]], None):
        command = parse("post_message", {"id": "m", "text": "x", "secrets": odd}, "customer")
        assert command.secrets == ()


def test_a_text_that_no_policy_allows_is_refused_before_it_is_searched():
    with pytest.raises(TextIsTooLong):
        parse("post_message", {"id": "m", "text": "a" * 900_000}, "customer")


# -- anything -------------------------------------------------------------------------------------

JSON = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats(allow_nan=False)
    | some.text(max_size=30)
    | some.sampled_from([KEY, "yes", "investigated", "de"]),
    lambda inner: (
        some.lists(inner, max_size=4) | some.dictionaries(some.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)
FIELDS = sorted({f.name for route in TABLE.values() for f in msgspec.structs.fields(route.command)})


@settings(max_examples=300, deadline=None)
@given(
    some.sampled_from([*TABLE, "nonsense"]),
    some.sampled_from(["customer", "agent", "lead"]),
    some.dictionaries(some.sampled_from(FIELDS), JSON, max_size=5),
    some.none() | some.text(max_size=20),
)
def test_anything_is_a_command_or_a_coded_error(name, who, given, after):
    try:
        made = parse(name, given, who, after)
    except FirstlineError as error:
        made = error
    known = isinstance(made, TABLE[name].command) if name in TABLE else False
    assert known or texts().has(made.code)
    assert KEY not in repr(made)


# -- errors as they leave -------------------------------------------------------------------------


@pytest.mark.rule("R06")
def test_an_error_leaves_with_code_details_and_the_readers_language():
    error = TextIsTooLong(limit=8000, inner=object())
    said = problem(error, texts(), "de")
    assert (said["code"], said["limit"]) == ("text_is_too_long", 8000)
    assert "8000" in said["text"]
    assert said["text"] != problem(error, texts(), "en")["text"]
    assert "inner" not in said


@pytest.mark.rule("R06")
@pytest.mark.parametrize("language", ["en", "pt_BR", "de", "es", "ru"])
def test_every_error_has_words_of_its_own_in_every_language(language):
    for kind in (NotAllowed, UnknownCommand, InvalidMessage, TooManyRequests):
        said = problem(kind(), texts(), language)
        assert said["text"] not in {"", "error", kind.code}


def test_an_error_without_words_says_that_something_went_wrong():
    class NobodyWroteWordsForThis(FirstlineError):
        """A sentence for the log."""

    said = problem(NobodyWroteWordsForThis(), texts(), "en")
    assert said["text"] == texts().say("en", "error")
    assert said["code"] == "nobody_wrote_words_for_this"


# -- floods ---------------------------------------------------------------------------------------


def test_all_texts_of_a_command_together_have_a_limit():
    """Each is searched for secrets, and nobody is served meanwhile."""
    half = "a" * (wire.LONGEST // 2)
    form = {"id": "f", "description": half, "request": half}
    assert parse("submit_form", form, "customer").description == half
    with pytest.raises(TextIsTooLong):
        parse("submit_form", {**form, "response": "a"}, "customer")
    with pytest.raises(TextIsTooLong):
        parse("set_tags", {"tags": ["a" * 100] * 201}, "agent")


def test_a_command_names_no_thousands():
    note = {"id": "n", "text": "look", "mentions": ["anna"] * 101}
    with pytest.raises(InvalidMessage):
        parse("add_note", note, "agent")
    assert len(parse("add_note", {**note, "mentions": ["anna"] * 100}, "agent").mentions) == 100


@pytest.mark.parametrize("position", [10**30, 2**64 - 1, -1, 0, float("nan"), "1"])
def test_a_button_belongs_to_an_entry(position):
    pressed = {"id": "c", "position": position, "value": "person"}
    with pytest.raises(InvalidMessage):
        parse("choose_option", pressed, "customer")


@pytest.mark.rule("R27")
@pytest.mark.parametrize("sign", ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u200d"])
def test_no_invisible_sign_carries_a_secret_through(sign):
    parted = sign.join((KEY[:12], KEY[12:24], KEY[24:]))
    post = parse("post_message", {"id": "m", "text": f"my key {parted}"}, "customer")
    assert KEY[12:24] not in post.text
    assert post.secrets
