"""What customers and agents see, made from events and state."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from firstline.domain.commands import (
    AddNote,
    ChangeLanguage,
    ChooseOption,
    OfferIncident,
    PostMessage,
    RateConversation,
    RedactMessage,
    ReleaseConversation,
    Reply,
    SetSeverity,
    SetSubject,
    SetTags,
    TakeTurn,
    Tick,
)
from firstline.domain.erasure import blank
from firstline.domain.events import EVENTS, AgentReplied, ContentErased, NoteAdded, Recorded
from firstline.domain.row import row
from firstline.times import place_name
from firstline.view import (
    agent_card,
    customer_card,
    for_agent,
    for_customer,
    since,
    why,
)
from firstline.view.customer import ZoneShown
from tests.domain.states import (
    STATES,
    answered,
    asks,
    assigned,
    closed,
    in_intake,
    linked,
    queued,
    resolved,
    turn,
    waiting,
)
from tests.domain.story import NOW, PROMISE, Story, moment
from tests.store.make_corpus import example

AGENT = "agent-id-nobody-outside-may-see"


def names(id: str) -> str:
    return {"anna": "Anna", "ben": "Ben", AGENT: "Somebody"}.get(id, id)


def customer(told: Story):
    return for_customer(told.log, names)


def agent(told: Story):
    return for_agent(told.log, names)


def cards(told: Story, place: int = 2):
    return customer_card(told.state, PROMISE, names, place=place, bot_ready=True)


def desk_card(told: Story):
    line = row("s1", told.state, PROMISE)
    return agent_card(told.state, line, PROMISE, names, told.now, can=("reply",))


def wired(value) -> str:
    return msgspec.json.encode(value).decode()


def test_a_customer_reads_the_zones_place_in_the_conversations_language():
    told = in_intake().when(ChangeLanguage("ru"))
    assert cards(told).zone == ZoneShown(told.state.zone, place_name(told.state.zone, "ru"))


# -- what a customer must not see -----------------------------------------------------------------


def planted(event: type[msgspec.Struct], at: int) -> Recorded:
    """An event with an agent's id wherever one may stand."""
    filled = example(msgspec.inspect.type_info(event))
    for name in {"by", "to", "mentions"} & set(filled):
        match filled[name]:
            case str() if name != "by" or filled[name] == "word":
                filled[name] = AGENT
            case list():
                filled[name] = [AGENT]
    return Recorded(at, 1_700_000_000_000, msgspec.convert(filled, event))


@pytest.mark.rule("R43")
@settings(deadline=None)
@given(some.lists(some.sampled_from(EVENTS), min_size=1, max_size=12))
def test_customers_see_no_notes_marks_severity_and_no_agents_ids(kinds):
    log = [planted(kind, at) for at, kind in enumerate(kinds, 1)]
    seen = for_customer(log, names)
    assert AGENT not in wired(seen)
    assert {entry.kind for entry in seen} <= {"customer", "bot", "desk", "agent", "event"}
    assert {entry.key for entry in seen if entry.kind == "event"} <= {"language_changed"}
    assert all(not entry.mark and not entry.mentions for entry in seen)
    notes = {one.position for one in log if isinstance(one.event, NoteAdded)}
    assert not notes & {entry.position for entry in seen}


@settings(deadline=None)
@given(some.lists(some.sampled_from(EVENTS), min_size=1, max_size=12))
def test_whatever_customers_see_agents_see_too(kinds):
    log = [planted(kind, at) for at, kind in enumerate(kinds, 1)]
    theirs = {entry.position for entry in for_customer(log, names)}
    ours = {entry.position for entry in for_agent(log, names)}
    assert theirs <= ours


def test_the_customers_card_holds_nothing_of_the_desk():
    told = answered().when(SetSeverity(1, "down")).when(SetTags(("vip",)))
    told.when(AddNote("n1", "between us"))
    shown = wired(cards(told))
    for hidden in ("severity", "vip", "between us", '"anna"', "policy", "rita@"):
        assert hidden not in shown


# -- lines ----------------------------------------------------------------------------------------


def test_a_reply_shows_its_writers_name_and_its_mark_to_agents_only():
    told = answered()
    theirs = next(entry for entry in customer(told) if entry.kind == "agent")
    ours = next(entry for entry in agent(told) if entry.kind == "agent")
    assert (theirs.author.name, theirs.author.id, theirs.mark) == ("Anna", "", "")
    assert (ours.author.name, ours.author.id, ours.mark) == ("Anna", "anna", "investigated")


@pytest.mark.rule("R43")
def test_a_note_shows_to_agents_only():
    told = queued().when(AddNote("n1", "call back", ("ben",)))
    note = agent(told)[-1]
    assert (note.kind, note.text, note.mentions) == ("note", "call back", ("ben",))
    assert all(entry.text != "call back" for entry in customer(told))


@pytest.mark.rule("R22")
def test_a_change_of_language_shows_to_both():
    told = in_intake().when(ChangeLanguage("de"))
    assert customer(told)[-1].values == {"language": "de"}
    assert agent(told)[-1].values == {"language": "de", "by": "customer"}


def test_what_happened_is_told_to_agents_in_order():
    told = assigned().when(SetSubject("Webhooks")).when(ReleaseConversation("lunch"))
    happened = [entry.key for entry in agent(told) if entry.kind == "event"]
    assert happened == ["handed_off", "claimed", "subject_set", "released"]


@pytest.mark.rule("R24", part="checking, offering, linking and handing over")
def test_a_late_yes_to_an_incident_shows_as_a_proposal():
    told = queued().when(OfferIncident("i1", "Webhooks delayed", "https://status"))
    told.when(ChooseOption("b1", told.position, "yes"))
    assert agent(told)[-1].key == "incident_confirmed"
    shown = desk_card(told)
    assert [(one.kind, one.title) for one in shown["proposals"]] == [
        ("incident", "Webhooks delayed")
    ]
    assert (shown["offer"], cards(told).offer) == (None, None)


# -- catching up ----------------------------------------------------------------------------------


@pytest.mark.rule("R52", part="redacting, erasing a customer, retention")
@pytest.mark.parametrize("view", [for_customer, for_agent])
def test_an_erased_line_keeps_kind_and_time_and_is_part_of_what_a_client_lacks(view):
    told = answered()
    before = told.position
    position = next(one.position for one in told.log if isinstance(one.event, AgentReplied))
    told.when(RedactMessage((position,), "personal"))
    log = [
        Recorded(one.position, one.at, blank(one.event)) if one.position == position else one
        for one in told.log
    ]
    lacking = view(since(log, before), names)
    line = next(entry for entry in lacking if entry.position == position)
    assert (line.kind, line.text, line.erased) == ("agent", "", True)
    assert isinstance(told.log[-1].event, ContentErased)


@settings(deadline=None, max_examples=60)
@given(some.sampled_from(sorted(STATES)), some.lists(some.integers(0, 30), max_size=6))
def test_catching_up_from_any_positions_gives_what_a_fresh_load_gives(state, stops):
    log = STATES[state]().log
    seen, at = {}, 0
    for stop in [*sorted(stops), len(log)]:
        known = log[: max(at, min(stop, len(log)))]
        for entry in for_customer(since(known, at), names):
            seen[entry.position] = entry
        at = len(known)
    assert [seen[position] for position in sorted(seen)] == for_customer(log, names)


# -- the customer's card --------------------------------------------------------------------------


@pytest.mark.rule("R29")
@pytest.mark.parametrize("state", sorted(STATES))
def test_a_promise_is_shown_while_a_first_answer_is_owed(state):
    told = STATES[state]()
    shown = cards(told)
    assert shown.phase == told.phase
    owed = state in {"queued", "assigned"}
    assert (shown.promise is not None) == owed
    if owed:
        assert (shown.promise.due_at, shown.promise.place) == (moment("1d 09:00"), 2)


def test_the_owner_is_named_as_people_see_it():
    owners = {name: cards(make()).owner for name, make in STATES.items()}
    assert {name: owner.kind for name, owner in owners.items()} == {
        "reserved": "bot",
        "intake": "bot",
        "incident": "bot",
        "queued": "queue",
        "assigned": "agent",
        "waiting": "agent",
        "resolved": "none",
        "closed": "none",
    }
    assert owners["assigned"].name == owners["waiting"].name == "Anna"
    unowned = waiting().when(ReleaseConversation())
    assert cards(unowned).owner.kind == "queue"


def test_the_card_shows_what_is_asked_offered_linked_solved_and_rated():
    assert cards(in_intake().when(turn(in_intake(), asks("time")))).asked == "time"
    assert cards(linked()).incident.title == "Webhooks delayed"
    offered = in_intake().when(OfferIncident("i1", "Webhooks delayed"))
    assert cards(offered).offer.title == "Webhooks delayed"
    assert cards(resolved()).solution == "Renew the certificate"
    assert not cards(closed()).rated
    assert cards(closed().when(RateConversation(4))).rated


@pytest.mark.rule("R31")
def test_a_bot_that_was_away_for_this_chat_is_away():
    told = in_intake()
    assert cards(told).bot == "ready"
    told.when(TakeTurn(told.state.customer_position, "away"))
    assert cards(told).bot == "away"
    asleep = customer_card(in_intake().state, PROMISE, names, place=0, bot_ready=False)
    assert asleep.bot == "away"


# -- the agent's card and why ---------------------------------------------------------------------


@pytest.mark.rule("R23")
def test_the_agents_card_shows_what_is_there_and_what_is_missing():
    told = in_intake().when(turn(in_intake(), asks("time")))
    states = {one["what"]: one["state"] for one in desk_card(told)["context"]}
    assert states["time"] == "asked"
    assert states["impact"] == "missing"


def test_the_agents_card_names_people_and_counts_what_is_left():
    shown = desk_card(assigned().after("1h"))
    assert shown["agent"] == {"id": "anna", "name": "Anna"}
    first = next(one for one in shown["clocks"] if one["name"] == "first_response")
    assert (first["state"], first["left"]) == ("running", 23 * 3_600_000)
    assert shown["first_response_running"]
    assert shown["can"] == ("reply",)


@pytest.mark.rule("R51")
def test_a_clock_explains_itself_span_by_span():
    told = waiting().after("2h").when(PostMessage("m9", "this one")).after("1h")
    told.when(Reply("r9", "Thanks", "plain", saw=NOW))
    explained = why(told.state, told.log, PROMISE, "resolution", told.now)
    spans = [(one["kind"], one["counted"], one["to"] - one["from"]) for one in explained["spans"]]
    assert ("waiting", False, 7_200_000) in spans
    used = sum(length for _, counted, length in spans if counted)
    assert used == 3_600_000
    assert explained["rule"] == "R11"


@pytest.mark.rule("R51")
def test_why_shows_warnings_and_misses_by_their_due_times():
    told = queued("premium").after("1h").when(Tick())
    explained = why(told.state, told.log, PROMISE, "first_response", told.now)
    marks = {one["kind"]: one["at"] for one in explained["marks"]}
    assert explained["state"] == "missed"
    assert marks["missed"] == explained["due_at"] == moment("09:30")
    assert marks["warned"] == moment("09:22") + 30_000


def test_a_name_that_is_no_clock_explains_nothing():
    assert why(queued().state, (), PROMISE, "sundial", 0) == {}
