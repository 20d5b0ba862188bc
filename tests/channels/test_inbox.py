"""The agents' side over a real socket: lists, claiming, replies, notices, erasing."""

import asyncio
import json

import msgspec
import pytest

from firstline.domain.commands import (
    AskForPerson,
    ChooseOption,
    ClaimConversation,
    HandToTeam,
    OfferDuplicate,
    PostMessage,
    RecordFindings,
    Reply,
    ReserveNumber,
    ResolveConversation,
    SetSeverity,
    System,
    TakePage,
)
from firstline.domain.context import Finding
from firstline.domain.events import Person
from firstline.keeping.exporting import Export
from firstline.settings import Settings
from firstline.store.port import StoreRefused
from firstline.store.port_files import FileNotFound
from firstline.web.attachments import Manifest, keep
from tests.kit import (
    ANNA,
    CUSTOMER,
    DAY,
    HOUR,
    MINUTE,
    RITA,
    Clock,
    House,
    make_house,
    reserve,
    texts,
    until,
)
from tests.sockets import Client, Refused
from tests.store.kit import pieces

NOBODY = Person()
ALL_DOWN = Finding("impact", "all", source=2)


async def queued(
    house: House, person: Person = RITA, text: str = "Webhooks stopped", **more
) -> str:
    """A conversation in the queue, as if its customer were connected elsewhere."""
    command: ReserveNumber = reserve(person, policy=house.firstline.policy, **more)
    stream = (command.number.replace("-", "") + "x" * 26)[:26].lower()
    for order in (
        command,
        PostMessage(f"{stream}1", text),
        AskForPerson(f"{stream}2"),
    ):
        await house.desk.handle(stream, CUSTOMER, order)
    return stream


async def answer(house: House, stream: str) -> None:
    saw = (await house.desk.state(stream)).position
    await house.desk.handle(stream, ANNA, Reply("r1", "The firewall", "investigated", saw))


def shows(field: str, value: object, conversation: str = ""):
    """Whether a change of rows holds one in which this stands."""
    return lambda change: any(
        row[field] == value and conversation in {"", row["conversation"]}
        for row in change["changed"]
    )


async def rows(client: Client, **fields) -> list[str]:
    return [row["conversation"] for row in (await client.ask("rows", **fields))["rows"]]


async def noticed(client: Client, kind: str):
    """The first notice of a kind."""
    told = await client.wait("notices", lambda told: any(one["kind"] == kind for one in told))
    return next(one for one in told if one["kind"] == kind)


# -- who gets in ----------------------------------------------------------------------------------


async def test_only_who_is_signed_in_gets_in_and_hears_why_not(house: House):
    with pytest.raises(Refused) as error:
        await Client.connect(house.url, "/agent", {}, {"Accept-Language": "es"})
    said = error.value.args[0]
    assert said == {
        "message": "signed_out",
        "data": {"code": "signed_out", "text": texts().say("es", "signed_out")},
    }


async def test_a_store_that_refuses_refuses_the_connection_with_a_code(house: House, monkeypatch):
    cookie = await house.hire("anna")

    async def locked(*_):
        raise StoreRefused

    monkeypatch.setattr(house.firstline.accounts, "session", locked)
    with pytest.raises(Refused) as error:
        await Client.connect(house.url, "/agent", {}, {"Cookie": cookie})
    assert error.value.args[0]["message"] == "store_refused"


async def test_who_signs_out_is_told_and_hears_nothing_more(house: House):
    anna = await house.agent()
    stream = await queued(house)
    await anna.ask("conversation", conversation=stream)
    await house.firstline.accounts.end_session("session-of-anna")
    house.clock.at += MINUTE
    assert (await anna.ask("lists"))["error"]["code"] == "signed_out"
    assert (await anna.do("claim_conversation", conversation=stream))["error"][
        "code"
    ] == "signed_out"
    heard = len(anna.arrived["update"])
    await house.desk.handle(stream, CUSTOMER, PostMessage("m9", "hello?"))
    ben = await house.agent("ben")
    await ben.ask("lists")
    assert len(anna.arrived["update"]) == heard
    assert anna.is_open


async def test_a_new_role_is_heard_of(house: House):
    anna = await house.agent()
    stream = await queued(house)
    order = {"conversation": stream, "position": 2, "reason": "x"}
    refused = await anna.do("revoke_investigation", **order)
    assert refused["error"]["code"] == "not_allowed"
    await house.hire("anna", "lead")
    house.clock.at += MINUTE
    refused = await anna.do("revoke_investigation", **order)
    assert refused["error"]["code"] == "not_in_this_state"


# -- the queue ------------------------------------------------------------------------------------


@pytest.mark.rule("R40")
async def test_the_queue_is_most_urgent_first_by_severity_and_then_by_the_clock(house: House):
    slow = await queued(house, Person(id="b", plan="basic", verified=True))
    fast = await queued(house, Person(id="p", plan="premium", verified=True))
    critical = await queued(house, Person(id="c", plan="basic", verified=True))
    await house.desk.handle(critical, ANNA, SetSeverity(1, "everything is down"))
    anna = await house.agent()
    assert await rows(anna, list="queue") == [critical, fast, slow]


@pytest.mark.rule("R40")
async def test_the_queue_is_live(house: House):
    anna = await house.agent()
    stream = await queued(house)
    changed = await anna.wait(
        "rows", lambda r: any(row["phase"] == "queued" for row in r["changed"])
    )
    row = next(one for one in changed["changed"] if one["conversation"] == stream)
    assert row["clock"]["name"] == "first_response"
    assert row["clock"]["due_at"] == house.clock() + 30 * MINUTE
    await house.desk.handle(stream, ANNA, ClaimConversation())
    await anna.wait("rows", shows("phase", "assigned"))


@pytest.mark.rule("R40")
async def test_lists_can_be_narrowed_to_team_and_language_over_many_pages(
    house: House, monkeypatch
):
    monkeypatch.setattr("firstline.channels.inbox_queries.COUNTED", 2)
    wanted = []
    for number in range(5):
        language = "de" if number % 2 else "ru"
        person = Person(id=f"c{number}", verified=True)
        stream = await queued(house, person, "503", language=language)
        house.clock.at += 1000
        if language == "de":
            await house.desk.handle(stream, ANNA, HandToTeam("technical", "deep"))
            wanted.append(stream)
    anna = await house.agent()
    assert await rows(anna, list="queue", language="de", limit=2) == wanted
    assert await rows(anna, list="queue", team="technical", limit=1) == wanted[:1]
    page = await anna.ask("rows", list="queue", team="technical", limit=1)
    again = await anna.ask("rows", list="queue", team="technical", limit=1, after=page["next"])
    assert [row["conversation"] for row in again["rows"]] == wanted[1:]


@pytest.mark.rule("R41")
async def test_give_me_the_next_picks_the_most_urgent_and_never_the_same_for_two(house: House):
    streams = [await queued(house, Person(id=f"c{n}", verified=True)) for n in range(4)]
    await house.desk.handle(streams[2], ANNA, SetSeverity(1, "down"))
    anna, ben = await house.agent(), await house.agent("ben")
    both = [await asyncio.gather(anna.do("claim_next"), ben.do("claim_next")) for _ in range(2)]
    got = [ack["conversation"] for pair in both for ack in pair]
    assert sorted(got) == sorted(streams)
    assert streams[2] in got[:2]
    owners = {stream: (await house.desk.state(stream)).agent for stream in streams}
    assert [owners[stream] for stream in got] == ["anna", "ben", "anna", "ben"]
    assert (await anna.do("claim_next"))["conversation"] is None


@pytest.mark.rule("R42")
async def test_the_next_of_a_team_is_that_teams(house: House):
    first, other = await queued(house), await queued(house, Person(id="x", verified=True))
    await house.desk.handle(other, ANNA, HandToTeam("technical", "deep"))
    anna = await house.agent()
    assert (await anna.do("claim_next", team="technical"))["conversation"] == other
    assert (await anna.do("claim_next", team="technical"))["conversation"] is None
    assert (await anna.do("claim_next"))["conversation"] == first


async def test_counts_are_those_of_the_lists(house: House):
    stream = await queued(house)
    await queued(house, Person(id="x", verified=True))
    anna = await house.agent()
    await anna.do("claim_conversation", conversation=stream)
    counts = (await anna.ask("lists"))["counts"]
    assert counts == {"queue": 1, "mine": 1, "waiting": 0, "incident": 0, "resolved": 0, "all": 2}


@pytest.mark.parametrize("odd", [{"list": "secret"}, {"limit": 0}, {"limit": "9"}, {"limit": 9999}])
async def test_odd_questions_are_invalid(house: House, odd):
    anna = await house.agent()
    assert (await anna.ask("rows", **odd))["error"]["code"] == "invalid_message"


# -- working --------------------------------------------------------------------------------------


@pytest.mark.rule("R41")
async def test_a_reply_past_what_is_new_is_refused_and_says_what(house: House):
    stream = await queued(house)
    anna = await house.agent()
    await anna.do("claim_conversation", conversation=stream)
    card = await anna.ask("conversation", conversation=stream)
    await house.desk.handle(stream, CUSTOMER, PostMessage("m9", "wait, it works"))
    reply = {"conversation": stream, "id": "r1", "text": "Reboot", "mark": "investigated"}
    refused = await anna.do("reply", **reply, saw=card["position"])
    assert refused["error"]["code"] == "reply_is_stale"
    assert refused["error"]["newest"] > card["position"]
    newest = (await house.desk.state(stream)).position
    assert (await anna.do("reply", **reply, saw=newest))["ok"]


@pytest.mark.rule("R08")
async def test_while_the_first_response_runs_a_reply_says_which_of_the_two_it_is(house: House):
    stream = await queued(house)
    anna = await house.agent()
    await anna.do("claim_conversation", conversation=stream)
    card = await anna.ask("conversation", conversation=stream)
    assert card["card"]["first_response_running"]
    reply = {"conversation": stream, "id": "r1", "text": "Hello", "saw": card["position"]}
    assert (await anna.do("reply", **reply, mark="plain"))["error"]["code"] == "mark_is_needed"
    assert (await anna.do("reply", **reply, mark="investigated"))["ok"]
    update = await anna.wait(
        "update", lambda u: u.get("card", {}).get("first_response_running") is False
    )
    assert "reply" in update["card"]["can"]


@pytest.mark.rule("R27")
async def test_a_secret_in_two_halves_is_masked_for_agents_too(house: House):
    stream = await queued(house)
    anna = await house.agent()
    await anna.do("add_note", conversation=stream, id="n1", text="the password is")
    await anna.do("add_note", conversation=stream, id="n2", text="hunter2-horse")
    card = await anna.ask("conversation", conversation=stream)
    assert "hunter2" not in json.dumps(card)


@pytest.mark.rule("R43")
async def test_mentions_and_assignments_name_colleagues_who_exist(house: House):
    stream = await queued(house)
    anna, ben = await house.agent(), await house.agent("ben")
    note = {"conversation": stream, "id": "n1", "text": "look"}
    assert (await anna.do("add_note", **note, mentions=["eve"]))["error"]["code"] == "unknown_agent"
    assert (await anna.do("add_note", **note, mentions=["ben"]))["ok"]
    notice = await noticed(ben, "mention")
    assert notice["with"]["by"] == "Anna"
    given = await anna.do("assign_conversation", conversation=stream, to="eve")
    assert given["error"]["code"] == "unknown_agent"
    assert (await anna.do("assign_conversation", conversation=stream, to="ben"))["ok"]
    await noticed(ben, "assigned")


@pytest.mark.rule("R43")
@pytest.mark.parametrize("language", ["en", "pt_BR", "de", "es", "ru"])
async def test_canned_replies_are_in_the_customers_language_and_filled_in(house: House, language):
    stream = await queued(house, text="503", language=language)
    anna = await house.agent()
    replies = (await anna.ask("canned", conversation=stream))["replies"]
    assert len(replies) >= 3
    number = (await house.desk.state(stream)).number
    for reply in replies:
        assert "{" not in reply["text"]
    keys = texts().bundle(language, "canned")
    assert any(number in reply["text"] or "Rita" in reply["text"] for reply in replies)
    assert {reply["id"] for reply in replies} == {key.split(".")[0] for key in keys}


@pytest.mark.rule("R51")
async def test_why_explains_each_clock(house: House):
    stream = await queued(house)
    anna = await house.agent()
    for clock, rule in (("first_response", "R07"), ("resolution", "R11"), ("update", "R45")):
        explained = await anna.ask("why", conversation=stream, clock=clock)
        assert (explained["clock"], explained["rule"]) == (clock, rule)
    odd = await anna.ask("why", conversation=stream, clock="sundial")
    assert odd["error"]["code"] == "invalid_message"


async def test_colleagues_and_teams_are_listed(house: House):
    anna = await house.agent(languages=("de",), teams=("technical",))
    people = (await anna.ask("colleagues"))["colleagues"]
    assert [(one["id"], one["languages"], one["teams"]) for one in people] == [
        ("anna", ["de"], ["technical"])
    ]
    assert (await anna.ask("teams"))["teams"] == ["first_line", "technical", "billing"]


# -- notices and presence -------------------------------------------------------------------------


@pytest.mark.rule("R14")
async def test_warnings_and_misses_are_told_to_agent_team_and_lead(house: House):
    stream = await queued(house)
    anna = await house.agent(teams=("first_line",))
    ben = await house.agent("ben", teams=("billing",))
    lea = await house.agent("lea", "lead")
    await anna.do("claim_conversation", conversation=stream)
    house.clock.at += 23 * MINUTE
    warned = await noticed(anna, "clock_warned")
    assert warned["with"]["clock"] == "first_response"
    house.clock.at += 10 * MINUTE
    for who in (anna, lea):
        await noticed(who, "clock_missed")
    house.clock.at += 10 * MINUTE
    await noticed(lea, "clock_escalated")
    await ben.ask("lists")
    assert not ben.arrived["notices"]
    missed = [
        one for told in anna.arrived["notices"] for one in told if one["kind"] == "clock_missed"
    ]
    assert len(missed) == 1


@pytest.mark.rule("R41")
async def test_an_owner_hears_of_the_customers_answer(house: House):
    stream = await queued(house)
    anna = await house.agent()
    await anna.do("claim_conversation", conversation=stream)
    await house.desk.handle(stream, CUSTOMER, PostMessage("m9", "any news?"))
    notice = await noticed(anna, "answered")
    assert notice["conversation"] == stream


@pytest.mark.rule("R41")
async def test_who_reads_and_who_types_is_visible_to_colleagues(house: House):
    stream = await queued(house)
    anna, ben = await house.agent(), await house.agent("ben")
    for client in (anna, ben):
        await client.ask("conversation", conversation=stream)
    await anna.tell("presence", {"conversation": stream, "reading": True, "typing": True})
    shown = await ben.wait("presence", lambda one: one["who"])
    assert shown["who"] == [{"id": "anna", "name": "Anna", "reading": True, "typing": True}]
    await anna.ask("leave", conversation=stream)
    await ben.wait("presence", lambda one: not one["who"])
    await anna.tell("presence", {"conversation": stream, "reading": True, "typing": True})
    await ben.tell("presence", {"conversation": stream, "reading": True, "typing": False})
    await ben.wait("presence", lambda one: [who["id"] for who in one["who"]] == ["ben"])


async def test_who_left_a_conversation_hears_no_more_of_it(house: House):
    stream = await queued(house)
    anna, ben = await house.agent(), await house.agent("ben")
    for client in (anna, ben):
        await client.ask("conversation", conversation=stream)
    await anna.ask("leave", conversation=stream)
    await house.desk.handle(stream, CUSTOMER, PostMessage("m9", "still there?"))
    await ben.wait("update", lambda one: any(e["text"] == "still there?" for e in one["entries"]))
    assert "still there?" not in json.dumps(anna.arrived["update"])


# -- shifts, search, erasing ----------------------------------------------------------------------


@pytest.mark.rule("R41")
async def test_after_a_shift_what_the_customer_answered_is_released(house: House):
    anna = await house.agent()
    stream = await queued(house)
    assert (await anna.do("set_shift", on=True))["on"] is True
    await anna.do("claim_conversation", conversation=stream)
    await answer(house, stream)
    quiet = await queued(house, Person(id="q", verified=True))
    await anna.do("claim_conversation", conversation=quiet)
    await answer(house, quiet)
    await house.desk.handle(stream, CUSTOMER, PostMessage("m9", "and now?"))
    assert (await anna.do("set_shift", on=False))["on"] is False
    house.clock.at += 16 * MINUTE
    await anna.wait("rows", shows("phase", "queued", stream))
    assert (await house.desk.state(quiet)).agent == "anna"


@pytest.mark.rule("R50", part="record, search, export and past solutions")
async def test_what_was_said_is_found_by_number_and_words_and_past_solutions_by_likeness(
    house: House,
):
    old = await queued(house)
    await house.desk.handle(old, ANNA, ClaimConversation())
    await answer(house, old)
    saw = (await house.desk.state(old)).position
    await house.desk.handle(old, ANNA, ResolveConversation("s", "Renew the certificate", saw))
    new = await queued(house, Person(id="x", verified=True))
    anna = await house.agent()
    number = (await house.desk.state(old)).number

    async def found(**question) -> list[str]:
        name = "similar" if "conversation" in question else "search"
        return [row["conversation"] for row in (await anna.ask(name, **question))["rows"]]

    assert await found(text=number.lower()) == [old]
    await until(lambda: found(text="certificate"))
    await until(lambda: found(conversation=new))
    assert await found(text="certificate") == await found(conversation=new) == [old]
    similar = (await anna.ask("similar", conversation=new))["rows"]
    assert similar[0]["solution"] == "Renew the certificate"


@pytest.mark.rule("R52", part="redacting, erasing a customer, retention")
async def test_a_customer_is_erased_whole_in_every_conversation_said_in_or_not(
    house: House, tmp_path
):
    planted = Person(id="p1", name="Planted-Name", email="planted@example.com", verified=True)
    unsaid = reserve(planted, policy=house.firstline.policy)
    await house.desk.handle("u" * 26, CUSTOMER, unsaid)
    said = await queued(house, planted)
    await house.desk.handle(said, CUSTOMER, PostMessage("m9", "planted words of theirs"))
    kept = await queued(house, Person(id="other", name="Other", verified=True))
    lea, anna = await house.agent("lea", "lead"), await house.agent()
    unsent = await upload(house, said)

    async def found() -> list:
        return (await anna.ask("search", text="planted"))["rows"]

    async def forgotten() -> bool:
        return not await found()

    await until(found)
    order = {"customer": "p1", "reason": "asked for it"}
    assert (await anna.do("erase_customer", **order))["error"]["code"] == "not_allowed"
    assert (await lea.do("erase_customer", **order))["erased"] == 2
    with pytest.raises(FileNotFound):
        await house.firstline.files.find(unsent)
    await until(forgotten)
    card = await lea.ask("conversation", conversation=said)
    assert "lanted" not in json.dumps(card)
    assert (await house.desk.state(kept)).customer.name == "Other"
    await house.close()
    for file in (tmp_path / "data").glob("*.db*"):
        assert b"lanted" not in file.read_bytes(), file.name


@pytest.mark.rule("R52")
async def test_nothing_is_left_of_a_customer_in_a_colleague_s_conversation(house: House, tmp_path):
    planted = Person(id="p1", name="Planted-Name", organisation="acme", verified=True)
    theirs = await queued(house, Person(id="p2", name="Otto", organisation="acme", verified=True))
    own = await queued(house, planted)
    await house.desk.handle(own, CUSTOMER, PostMessage("m9", "planted words of theirs"))
    number = (await house.desk.state(theirs)).number
    asked = await house.desk.handle(own, System("intake"), OfferDuplicate(theirs, number, 0))
    await house.desk.handle(own, CUSTOMER, ChooseOption("yes", asked.position, "yes"))
    lea = await house.agent("lea", "lead")

    async def found() -> list:
        return (await lea.ask("search", text="planted"))["rows"]

    async def in_both() -> bool:
        return len(await found()) == 2

    async def in_none() -> bool:
        return not await found()

    await until(in_both)
    order = {"customer": "p1", "reason": "asked for it"}
    assert (await lea.do("erase_customer", **order))["erased"] == 1
    await until(in_none)
    for stream in (own, theirs):
        lines = [line async for line in Export(house.firstline.stores).lines(stream)]
        assert b"lanted" not in b"".join(lines)
        assert "lanted" not in json.dumps(await lea.ask("conversation", conversation=stream))
    await house.close()
    for file in (tmp_path / "data").glob("*.db*"):
        assert b"lanted" not in file.read_bytes(), file.name


async def upload(house: House, stream: str) -> str:
    """A file that is never sent."""
    content = await house.firstline.files.save(pieces(b"planted"), 100)
    made = Manifest(content.id, "a.log", 7, "text/plain", checked=True, conversation=stream)
    return await keep(house.firstline.files, made)


async def test_history_shows_the_customers_other_conversations(house: House):
    old, new = await queued(house), await queued(house)
    anna = await house.agent()
    card = await anna.ask("conversation", conversation=new)
    assert [row["conversation"] for row in card["card"]["history"]] == [old]
    visitor = await queued(house, NOBODY)
    card = await anna.ask("conversation", conversation=visitor)
    assert card["card"]["history"] == []


async def test_rows_keep_their_clocks_over_days(house: House):
    stream = await queued(house)
    house.clock.at += DAY + HOUR
    anna = await house.agent()
    await anna.wait(
        "rows", lambda r: any("first_response" in row["missed"] for row in r["changed"])
    )
    assert (await house.desk.store.row(stream)).body["missed"] == ["first_response"]


async def test_a_lead_hears_how_the_bot_is_and_an_agent_only_when_asking(house: House):
    lea, anna = await house.agent("lea", "lead"), await house.agent()
    assert await lea.ask("bot") == {"ok": True, "up": 1, "of": 1}
    house.bot.ready = False
    house.firstline.inbox.bot_changed()
    assert await lea.wait("bot") == {"up": 0, "of": 1}
    assert await anna.ask("bot") == {"ok": True, "up": 0, "of": 1}
    assert not anna.arrived["bot"]


# -- the people on call ---------------------------------------------------------------------------


@pytest.mark.rule("R05")
async def test_everybody_sees_that_nobody_on_call_answers_until_somebody_acknowledges(house: House):
    stream = await queued(house)
    await house.desk.handle(stream, ANNA, SetSeverity(1, "all is down"))
    await until(lambda: _vain(house, stream))
    ben = await house.agent("ben")
    (row,) = (await ben.ask("pages"))["rows"]
    assert (row["conversation"], row["page"]["vain"]) == (stream, "nobody")
    assert "acknowledge_page" in (await ben.ask("conversation", conversation=stream))["card"]["can"]
    assert (await ben.do("acknowledge_page", conversation=stream))["ok"]
    told = await ben.wait("rows", shows("conversation", stream))
    assert told
    assert (await ben.ask("pages"))["rows"] == []
    card = (await ben.ask("conversation", conversation=stream))["card"]
    assert (card["page"]["state"], card["page"]["by"]) == ("answered", "Ben")
    assert "acknowledge_page" not in card["can"]


async def _vain(house: House, stream: str) -> bool:
    page = (await house.desk.state(stream)).page
    return page is not None and page.vain != ""


@pytest.mark.rule("R10")
async def test_what_rings_the_queue_is_told_to_its_team(house: House):
    ben = await house.agent("ben", teams=("first_line",))
    stream = await queued(house)
    wolf = TakePage(("Dana",), 2, "hash")
    state = await house.desk.state(stream)
    await house.desk.handle(stream, System("intake"), RecordFindings((ALL_DOWN,)))
    await house.desk.handle(stream, System("pager"), wolf)
    assert (await noticed(ben, "page_held"))["number"] == state.number


@pytest.mark.rule("R49")
async def test_a_lead_sees_a_surge_with_its_conversations_and_puts_it_away(house: House):
    lea, ben = await house.agent("lea", "lead"), await house.agent("ben")
    hooks = (Finding("area", "webhooks", source=2),)
    streams = []
    for number in range(5):
        person = msgspec.structs.replace(RITA, id=f"c{number}")
        streams.append(await queued(house, person))
        await house.desk.handle(streams[-1], System("intake"), RecordFindings(hooks))
    assert (await noticed(lea, "surge"))["with"]["count"] == "5"
    (surge,) = (await lea.ask("surges"))["surges"]
    assert {row["conversation"] for row in surge["rows"]} == set(streams)
    assert surge["row"]["surge"]["topics"] == ["area:webhooks"]
    assert (await ben.ask("surges"))["error"]["code"] == "not_allowed"
    host = surge["row"]["conversation"]
    assert (await lea.do("dismiss_surge", conversation=host))["ok"]
    (surge,) = (await lea.ask("surges"))["surges"]
    assert surge["row"]["surge"]["dismissed_by"] == "lea"


# -- by which channel it is answered (R33) --------------------------------------------------------


@pytest.mark.rule("R33")
async def test_an_agent_moves_it_to_mail_and_all_see_it(tmp_path):
    clock = Clock()
    house = await make_house(tmp_path, clock, smtp_host="localhost", mail_from="desk@example.com")
    try:
        agent = await house.agent()
        stream = await queued(house)
        await agent.ask("conversation", conversation=stream)
        assert (await agent.do("claim_conversation", conversation=stream))["ok"]
        moved = await agent.do("move_to_channel", conversation=stream, channel="mail")
        assert moved["ok"]
        update = await agent.wait(
            "update", lambda told: told.get("card", {}).get("channel") == "mail"
        )
        assert [entry["key"] for entry in update["entries"]] == [
            "moved_to_mail",
            "desk.moved_to_mail",
        ]
        assert update["entries"][0]["with"] == {"agent": "Anna"}
        assert await agent.wait("rows", shows("channel", "mail", stream))
    finally:
        await house.close()


@pytest.mark.rule("R33")
async def test_without_a_mail_server_nothing_is_moved_to_mail(house: House):
    agent, stream = await house.agent(), await queued(house)
    await agent.do("claim_conversation", conversation=stream)
    answer = await agent.do("move_to_channel", conversation=stream, channel="mail")
    assert answer["error"]["code"] == "no_mail_server"
    assert (await house.desk.state(stream)).channel == "chat"


@pytest.mark.rule("R33")
async def test_only_to_chat_or_mail_and_only_to_an_address(house: House, monkeypatch):
    agent, stream = await house.agent(), await queued(house, NOBODY)
    await agent.do("claim_conversation", conversation=stream)
    answer = await agent.do("move_to_channel", conversation=stream, channel="form")
    assert answer["error"]["code"] == "invalid_message"
    monkeypatch.setattr(Settings, "can_mail", True)
    answer = await agent.do("move_to_channel", conversation=stream, channel="mail")
    assert answer["error"]["code"] == "address_is_missing"
