"""The customer's side over a real socket: opening, sending, catching up, and what is refused."""

import json
import sqlite3

import pytest

from firstline.domain.commands import (
    AddNote,
    ClaimConversation,
    Customer,
    EraseContent,
    OfferDuplicate,
    PostMessage,
    RecordFindings,
    RedactMessage,
    Reply,
    SetSeverity,
    SetSubject,
    SetTags,
    System,
)
from firstline.domain.context import Finding
from firstline.domain.events import Attachment
from firstline.store.port import StoreRefused
from firstline.web import attachments
from tests.kit import ANNA, BEN, LEA, MINUTE, House, make_house, says, texts, token, until
from tests.sockets import Refused

KEY = "sk_live_51HxxQ2eZvKYlo2CkWm7tq9RrT4bV6nM8pL0aS3dF"
RITA = {"sub": "rita", "name": "Rita", "email": "rita@example.com", "plan": "premium"}
R01 = pytest.mark.rule("R01", part="the entitlement in the signed identity, and visitors")


async def say(client, stream, id="m1", text="Webhooks stopped", **more):
    return await client.do("post_message", conversation=stream, id=id, text=text, **more)


# -- an offered duplicate -------------------------------------------------------------------------


async def offer_duplicate(house: House, new: str, old: str) -> None:
    number = (await house.desk.state(old)).number
    await house.desk.handle(new, System("intake"), OfferDuplicate(old, number, 0))


@pytest.mark.rule("R25", part="chats of a customer and their company")
@pytest.mark.rule("R52")
async def test_what_is_offered_is_called_what_it_is_called_now(house: House):
    _, old = await house.queued(token(**RITA), "Callbacks of Irma Planted stopped")
    await house.desk.handle(old, ANNA, SetSubject("Callbacks of Irma Planted"))
    client, opened = await house.chat(token(**RITA))
    new = opened["conversation"]
    await say(client, new)
    await offer_duplicate(house, new, old)
    anna = await house.agent()

    async def titles() -> list[str]:
        theirs = await client.ask("catch_up", conversation=new, after=0)
        ours = await anna.ask("conversation", conversation=new)
        return [asked["card"]["offer"]["title"] for asked in (theirs, ours)]

    async def question() -> str:
        shown = await client.ask("catch_up", conversation=new, after=0)
        return next(one["text"] for one in shown["entries"] if one.get("asks") == "duplicate")

    told = await client.wait("update", lambda one: (one.get("card") or {}).get("offer"))
    assert told["card"]["offer"]["title"] == "Callbacks of Irma Planted"
    assert told["entries"][-1]["text"].endswith(": Callbacks of Irma Planted")
    assert (await question()).endswith(": Callbacks of Irma Planted")
    assert await titles() == ["Callbacks of Irma Planted"] * 2
    await house.desk.handle(old, LEA, EraseContent("asked for it"))
    assert await titles() == ["", ""]
    assert (await question()).endswith("in one place.")
    assert "Irma" not in str(await house.desk.record(new))


@pytest.mark.rule("R52")
async def test_its_name_goes_from_an_open_chat_with_an_erasure_there(house: House):
    _, old = await house.queued(token(**RITA))
    await house.desk.handle(old, ANNA, SetSubject("Callbacks of Irma Planted"))
    client, opened = await house.chat(token(**RITA))
    new = opened["conversation"]
    await say(client, new)
    await offer_duplicate(house, new, old)
    asked = await client.wait("update", lambda one: (one.get("card") or {}).get("offer"))
    await house.desk.handle(old, LEA, EraseContent("asked for it"))

    def forgets(update) -> object:
        return update["from"] == update["position"] and update["entries"]

    [line] = (await client.wait("update", forgets))["entries"]
    assert (line["position"], line["asks"]) == (asked["position"], "duplicate")
    assert line["text"].endswith("in one place.")
    caught_up = await client.ask("catch_up", conversation=new, after=asked["position"])
    assert caught_up["entries"] == [line], "for a chat whose line was down"


@pytest.mark.rule("R52")
async def test_its_name_is_for_those_who_may_see_it(house: House):
    acme, globex = {"organisation": "acme"}, {"organisation": "globex"}
    _, old = await house.queued(token(**RITA, **acme))
    await house.desk.handle(old, ANNA, SetSubject("Acme's secret merger"))
    client, opened = await house.chat(token(**RITA, **globex))
    new = opened["conversation"]
    mia = await house.customer(token(sub="mia", name="Mia", reads_organisation=True, **globex))
    assert (await mia.ask("open", conversation=new))["read_only"]
    await say(client, new)
    await offer_duplicate(house, new, old)
    told = [
        await one.wait("update", lambda update: (update.get("card") or {}).get("offer"))
        for one in (client, mia)
    ]
    again = await mia.ask("open", conversation=new)
    assert not (await mia.ask("open", conversation=old))["ok"]
    assert ["merger" in str(one) for one in (*told, again)] == [True, False, False]


@pytest.mark.rule("R52")
async def test_its_name_is_gone_for_who_may_not_read_along_any_more(house: House):
    _, old = await house.queued(token(sub="otto", name="Otto", organisation="acme"))
    reader = token(**RITA, organisation="acme", reads_organisation=True)
    client, opened = await house.chat(reader)
    new = opened["conversation"]
    await say(client, new)
    await offer_duplicate(house, new, old)
    await house.desk.handle(old, ANNA, SetSubject("Acme's secret merger"))
    assert "merger" in str(await client.ask("open", conversation=new))
    left = await house.customer(token(**RITA, organisation="other"))
    shown = await left.ask("open", conversation=new)
    assert shown["ok"]
    assert "merger" not in str(shown)


async def test_what_happens_while_a_chat_with_an_offer_opens_is_in_it(house: House, monkeypatch):
    _, old = await house.queued(token(**RITA))
    client, opened = await house.chat(token(**RITA))
    new = opened["conversation"]
    await say(client, new)
    await offer_duplicate(house, new, old)
    await client.wait("update", lambda one: (one.get("card") or {}).get("offer"))
    second = await house.customer(token(**RITA))
    row, pending = house.desk.store.row, [True]

    async def meanwhile(stream: str):
        if stream == old and house.firstline.widget.members(new)[1:] and pending:
            pending.clear()
            await house.desk.handle(new, Customer(), PostMessage("m2", "said meanwhile"))
        return await row(stream)

    monkeypatch.setattr(house.desk.store, "row", meanwhile)
    shown = await second.ask("open", conversation=new)
    assert not pending
    assert shown["position"] == (await house.desk.state(new)).position
    assert "said meanwhile" in str(shown["entries"])


# -- opening --------------------------------------------------------------------------------------


@pytest.mark.rule("R20")
async def test_opening_gives_a_number_at_once_and_a_visitor_a_key(house: House):
    _, opened = await house.chat()
    assert len(opened["number"]) == 8
    assert len(opened["key"]) >= 43
    assert opened["card"]["phase"] == "reserved"
    assert (opened["entries"], opened["position"]) == ([], 1)
    assert opened["limits"]["message"] == 8000


@R01
async def test_an_identity_needs_no_key_and_is_verified(house: House):
    _, opened = await house.chat(token(**RITA))
    assert opened["key"] is None
    assert opened["card"]["verified"]


@R01
async def test_without_an_entitlement_to_chat_nobody_gets_in_and_hears_why(house: House):
    with pytest.raises(Refused) as error:
        await house.customer(token(**RITA, chat=False), language="de-DE,de;q=0.9")
    said = error.value.args[0]
    assert said["message"] == "chat_not_enabled"
    assert said["data"]["text"] == texts().say("de", "chat_not_enabled")


@R01
@pytest.mark.parametrize(
    ("signed", "code"),
    [(token("x" * 40, **RITA), "token_invalid"), (token(**RITA, exp=1), "token_expired")],
)
async def test_a_wrong_or_expired_token_is_refused_with_the_reason(house: House, signed, code):
    with pytest.raises(Refused) as error:
        await house.customer(signed)
    assert error.value.args[0]["data"]["code"] == code


@R01
@pytest.mark.parametrize("house_settings", [{"visitors": False}], ids=["no visitors"])
async def test_where_visitors_are_off_only_identities_may_open(house: House, house_settings):
    client = await house.customer()
    assert (await client.ask("open"))["error"]["code"] == "identity_needed"
    await house.chat(token(**RITA))


@pytest.mark.rule("R27")
async def test_what_the_browser_tells_of_itself_is_kept_only_where_it_makes_sense(house: House):
    client = await house.customer()
    browser = {"languages": [KEY, "pt-BR", {"a": 1}, "de"], "zone": KEY}
    opened = await client.ask("open", browser=browser)
    state = await house.desk.state(opened["conversation"])
    assert (state.browser_languages, state.zone) == (("pt-BR", "de"), "UTC")
    assert opened["texts_language"] == "pt_BR"


# -- by mail (R33) --------------------------------------------------------------------------------


@pytest.mark.rule("R33")
@pytest.mark.parametrize(("email", "channel"), [("rita@example.com", "mail"), ("r@new.ex", "chat")])
async def test_it_moves_to_no_address_that_the_site_no_longer_vouches_for(
    house: House, email: str, channel: str
):
    house.desk.can_mail = True
    client, opened = await house.chat(token(**RITA))
    stream = opened["conversation"]
    await say(client, stream)
    billing = RecordFindings((Finding("issue_kind", "billing", 2),))
    await house.desk.handle(stream, System("intake"), billing)
    assert (await client.do("ask_for_person", conversation=stream, id="p1"))["ok"]
    asked = (await house.desk.state(stream)).question
    later, _ = await house.chat(token(**{**RITA, "email": email}), conversation=stream)
    pressed = {"id": "b1", "position": asked.position, "value": "mail"}
    answer = await later.do("choose_option", conversation=stream, **pressed)
    assert (await house.desk.state(stream)).channel == channel
    assert channel == "mail" or answer["error"]["code"] == "address_is_missing"


# -- whose it is ----------------------------------------------------------------------------------


async def test_a_wrong_key_learns_not_even_that_the_conversation_exists(house: House):
    _, opened = await house.chat()
    stranger = await house.customer()
    answers = [
        await stranger.ask("open", conversation=opened["conversation"], key="wrong"),
        await stranger.ask("open", conversation=opened["conversation"]),
        await stranger.ask("open", conversation="a" * 26, key=opened["key"]),
        await stranger.ask("catch_up", conversation=opened["conversation"], after=0),
        await say(stranger, opened["conversation"]),
        await say(stranger, "a" * 26),
    ]
    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["error"]["code"] == "conversation_not_found"


@R01
async def test_an_identitys_conversation_is_opened_by_that_identity_alone(house: House):
    _, opened = await house.chat(token(**RITA))
    named = {"conversation": opened["conversation"], "key": "any"}
    for signed in ("", token(**RITA | {"sub": "eve"})):
        other = await house.customer(signed)
        assert not (await other.ask("open", **named))["ok"]
    again = await house.customer(token(**RITA))
    assert (await again.ask("open", **named))["number"] == opened["number"]


async def test_mine_lists_an_identitys_own_and_nothing_to_visitors(house: House):
    _, stream = await house.queued(token(**RITA))
    rita, visitor = await house.customer(token(**RITA)), await house.customer()
    listed = (await rita.ask("mine"))["conversations"]
    assert [one["conversation"] for one in listed] == [stream]
    assert set(listed[0]) == {"conversation", "number", "subject", "phase", "last_at"}
    assert (await visitor.ask("mine"))["conversations"] == []


async def test_an_expired_token_pauses_sending_and_loses_nothing(house: House):
    signed = token(**RITA, exp=house.clock() // 1000 + 60)
    client, opened = await house.chat(signed)
    stream = opened["conversation"]
    assert (await say(client, stream))["ok"]
    house.clock.at += 2 * MINUTE
    refused = await say(client, stream, "m2", "still here")
    assert refused["error"]["code"] == "token_expired"
    assert client.is_open
    fresh = await house.customer(token(**RITA, at=house.clock()))
    resumed = await fresh.ask("open", conversation=stream)
    assert [entry["id"] for entry in resumed["entries"] if entry["kind"] == "customer"] == ["m1"]
    assert (await say(fresh, stream, "m2", "still here"))["ok"]


# -- sending --------------------------------------------------------------------------------------


async def test_a_message_is_acknowledged_with_its_position_and_told_to_both_sides(house: House):
    client, opened = await house.chat()
    stream = opened["conversation"]
    anna = await house.agent()
    await anna.ask("conversation", conversation=stream)
    ack = await say(client, stream, text="Hello there")
    assert ack == {"ok": True, "position": 2}
    for reader in (client, anna):
        update = await reader.wait("update", lambda u: u["entries"])
        assert update["entries"][0]["text"] == "Hello there"
    again = await say(client, stream, text="Hello there")
    assert again["position"] == ack["position"]
    said = [entry for update in client.arrived["update"] for entry in update["entries"]]
    assert [entry["id"] for entry in said if entry["kind"] == "customer"] == ["m1"]


@pytest.mark.rule("R27")
async def test_no_trace_of_a_key_is_left_anywhere(house: House, tmp_path, capfd):
    client, opened = await house.chat()
    stream = opened["conversation"]
    anna = await house.agent()
    await anna.ask("conversation", conversation=stream)
    nested = json.dumps({"headers": [{"name": "Authorization", "value": f"Bearer {KEY}"}]})
    await say(client, stream, text=f"it fails with {KEY}\n{nested}")
    await say(client, stream, "m2", "my password is")
    await say(client, stream, "m3", "hunter2-horse-battery")
    form = {"id": "m4", "description": "x", "request": f"curl -H 'Authorization: Bearer {KEY}'"}
    await client.do("submit_form", conversation=stream, **form)
    await client.do("correct_finding", conversation=stream, what="time", value=f"9:00 {KEY}")
    await anna.do("claim_conversation", conversation=stream)
    await anna.do("add_note", conversation=stream, id="n1", text=f"they use {KEY}")
    await anna.do("set_tags", conversation=stream, tags=["a", KEY])
    found = (await anna.ask("search", text="sk_live"))["rows"]
    position = (await house.desk.state(stream)).position
    await anna.wait("update", lambda update: update["position"] >= position)
    seen = json.dumps([client.arrived, anna.arrived, found], ensure_ascii=False)
    await house.close()
    log = capfd.readouterr()
    for secret in (KEY[8:40], "hunter2"):
        assert secret not in seen + log.out + log.err
        for file in (tmp_path / "data").rglob("*"):
            assert not file.is_file() or secret.encode() not in file.read_bytes()
    assert "sk_l…S3dF" in seen


@pytest.mark.rule("R27")
async def test_two_halves_sent_at_once_are_judged_one_after_the_other(house: House):
    client, opened = await house.chat()
    stream = opened["conversation"]
    for name, text in (("m1", "my password is"), ("m2", "hunter2-horse")):
        fields = {"name": "post_message", "conversation": stream, "id": name, "text": text}
        await client.send(json.dumps(["do", fields]))
    await client.wait("update", lambda update: any(e["id"] == "m2" for e in update["entries"]))
    assert "hunter2" not in json.dumps(client.arrived)


@pytest.mark.rule("R27")
async def test_the_answer_to_an_agent_who_asks_for_a_secret_is_masked(house: House):
    client, opened = await house.chat()
    stream = opened["conversation"]
    form = {"id": "m1", "description": "the number cannot be registered"}
    await client.do("submit_form", conversation=stream, **form)
    anna = await house.agent()
    await anna.do("claim_conversation", conversation=stream)
    saw = (await anna.ask("conversation", conversation=stream))["position"]
    asks = {"id": "r1", "text": "Which PIN did you set?", "saw": saw, "mark": "investigated"}
    assert (await anna.do("reply", conversation=stream, **asks))["ok"]
    await say(client, stream, "m2", "482913")
    card = await anna.ask("conversation", conversation=stream)
    assert "482913" not in json.dumps([card, client.arrived])
    assert "one_time_code" in json.dumps(card)


async def test_errors_come_in_the_language_of_the_conversation(house: House):
    client, opened = await house.chat()
    stream = opened["conversation"]
    await client.do("change_language", conversation=stream, language="ru")
    refused = await say(client, stream, text=" ")
    assert refused["error"]["text"] == texts().say("ru", "text_is_empty")


async def test_files_must_be_of_this_conversation(house: House):
    client, opened = await house.chat()
    stream = opened["conversation"]
    files = house.firstline.files

    async def content():
        yield b"text"

    stored = await files.save(content(), 100)
    manifest = attachments.Manifest(stored.id, "a.txt", 4, "text/plain", True, stream)
    kept = await attachments.keep(files, manifest)
    assert (await say(client, stream, files=[kept]))["ok"]
    state = await house.desk.store.read(stream)
    assert state[-1].event.files == (Attachment(kept, "a.txt", 4, "text/plain", True),)
    other, opened = await house.chat()
    for ids in ([kept], ["../../x"], ["\0"], [5], "x", [[]]):
        refused = await say(other, opened["conversation"], "m2", files=ids)
        assert refused["error"]["code"] in {"file_not_found", "invalid_message"}


# -- limits and failures --------------------------------------------------------------------------


@pytest.mark.parametrize("house_settings", [{"rate_per_minute": 5}], ids=["five a minute"])
async def test_more_than_the_limit_is_refused_with_the_time_to_wait(house: House, house_settings):
    client, opened = await house.chat()
    stream = opened["conversation"]
    acks = [await say(client, stream, f"m{n}") for n in range(6)]
    refused = [ack["error"] for ack in acks if not ack["ok"]]
    assert [error["code"] for error in refused] == ["too_many_requests"] * 2
    assert 0 < refused[0]["retry_after"] <= MINUTE
    house.clock.at += MINUTE
    assert (await say(client, stream, "m5"))["ok"]


@pytest.mark.parametrize("house_settings", [{"sockets_per_address": 2}], ids=["two at a time"])
async def test_more_sockets_than_fit_one_address_are_refused_until_one_has_gone(
    house: House, house_settings
):
    first, _ = await house.customer(), await house.customer()
    with pytest.raises(Refused) as error:
        await house.customer(language="es")
    said = error.value.args[0]
    assert (said["message"], said["data"]["text"]) == (
        "too_many_sockets",
        texts().say("es", "too_many_sockets"),
    )
    await first.close()

    async def one_left() -> bool:
        return house.firstline.widget.open_sockets() == 1

    await until(one_left)
    await house.customer()


async def test_a_store_that_refuses_keeps_the_socket_and_recovers(house: House, monkeypatch):
    client, opened = await house.chat()
    stream = opened["conversation"]

    async def full(*_):
        raise StoreRefused("disk full")

    monkeypatch.setattr(house.desk.store, "append", full)
    refused = await say(client, stream)
    assert refused["error"]["code"] == "store_refused"
    monkeypatch.undo()
    assert (await say(client, stream))["position"] == 2
    assert client.is_open


async def test_a_locked_database_refuses_and_recovers(house: House, tmp_path):
    client, opened = await house.chat()
    lock = sqlite3.connect(tmp_path / "data" / "firstline.db", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    refused = await say(client, opened["conversation"])
    assert refused["error"]["code"] == "store_refused"
    lock.execute("ROLLBACK")
    lock.close()
    assert (await say(client, opened["conversation"]))["ok"]


async def test_a_mistake_of_ours_is_a_coded_error_without_a_trace(house: House, monkeypatch):
    client, opened = await house.chat()

    async def broken(*_, **__):
        raise RuntimeError("a detail that nobody may see")

    monkeypatch.setattr(house.desk, "handle", broken)
    refused = await say(client, opened["conversation"])
    assert refused["error"]["code"] == "internal_error"
    assert "detail" not in json.dumps(refused)
    assert client.is_open


# -- catching up ----------------------------------------------------------------------------------


async def test_catching_up_gives_what_is_lacking_and_how_far_one_is(house: House):
    client, opened = await house.chat()
    stream = opened["conversation"]
    await client.do("change_language", conversation=stream, language="de")
    for number in range(3):
        await house.desk.handle(stream, LEA, AddNote(f"n{number}", "between us"))
    await client.do("change_language", conversation=stream, language="es")
    whole = await client.ask("catch_up", conversation=stream, after=0)
    part = await client.ask("catch_up", conversation=stream, after=2)
    assert part["position"] == whole["position"]
    assert part["from"] == 2
    assert part["entries"] == [entry for entry in whole["entries"] if entry["position"] > 2]
    assert part["card"] == whole["card"]
    for after in (-1, "1", None, 2.5, []):
        refused = await client.ask("catch_up", conversation=stream, after=after)
        assert refused["error"]["code"] == "invalid_message"


async def test_updates_alone_lead_to_what_a_fresh_load_shows(house: House):
    """Whatever happens, what a client was told is what a new client is shown."""
    client, opened = await house.chat()
    stream = opened["conversation"]
    known = {"position": opened["position"], "card": opened["card"]}
    entries: dict[int, dict] = {}

    async def agent(command, by=ANNA):
        await house.desk.handle(stream, by, command)

    async def position():
        return (await house.desk.state(stream)).position

    await say(client, stream)
    await client.do("ask_for_person", conversation=stream, id="p1")
    await agent(ClaimConversation())
    await agent(SetSeverity(2, "a group"))
    await agent(SetTags(("dns",)))
    await agent(AddNote("n1", "between us"))
    await agent(Reply("r1", "Looking", "acknowledged", await position()))
    await agent(Reply("r2", "Which endpoint?", "investigated", await position(), "wait"))
    await say(client, stream, "m2", "this one")
    await client.do("mark_seen", conversation=stream, position=await position())
    await agent(Reply("r3", "Thanks", "plain", await position()))
    await agent(RedactMessage((2,), "personal"), LEA)
    stop = await position()
    await client.wait("update", lambda update: update["position"] == stop)
    for update in client.arrived["update"]:
        assert update["from"] <= known["position"]
        known["position"] = max(known["position"], update["position"])
        known["card"] = update.get("card", known["card"])
        entries |= {entry["position"]: entry for entry in update["entries"]}
    fresh = await client.ask("catch_up", conversation=stream, after=0)
    assert [entries[at] for at in sorted(entries)] == fresh["entries"]
    assert known == {"position": fresh["position"], "card": fresh["card"]}


@pytest.mark.rule("R52", part="redacting, erasing a customer, retention")
async def test_erasing_blanks_live_clients_and_reloads(house: House):
    client, stream = await house.queued(text="planted words")
    await house.desk.handle(stream, ANNA, RedactMessage((2,), "personal"))
    update = await client.wait("update", lambda u: any(e.get("erased") for e in u["entries"]))
    blank = update["entries"][0]
    assert (blank["position"], blank["kind"], blank.get("text", "")) == (2, "customer", "")
    fresh = await client.ask("catch_up", conversation=stream, after=0)
    assert "planted" not in json.dumps(fresh)


# -- places, presence, bot ------------------------------------------------------------------------


@pytest.mark.rule("R29")
async def test_the_place_in_the_queue_is_told_whenever_it_moves(house: House):
    _, first = await house.queued()
    house.clock.at += 1000
    client, second = await house.queued()

    def at(place):
        return lambda update: (update.get("card", {}).get("promise") or {}).get("place") == place

    await client.wait("update", at(2))
    await house.desk.handle(first, ANNA, ClaimConversation())
    await client.wait("update", at(1))
    await house.desk.handle(second, BEN, ClaimConversation())
    update = await client.wait("update", lambda u: u.get("card", {}).get("phase") == "assigned")
    assert update["card"]["promise"]["place"] == 0


@pytest.mark.rule("R29")
async def test_places_are_known_again_after_a_restart(tmp_path, clock, impatient):
    before = await make_house(tmp_path, clock)
    _, opened = await before.chat()
    client = before.clients[0]
    await say(client, opened["conversation"])
    await client.do("ask_for_person", conversation=opened["conversation"], id="p")
    await before.close()
    after = await make_house(tmp_path, clock)
    client = await after.customer()
    named = {"conversation": opened["conversation"], "key": opened["key"]}

    async def counted() -> bool:
        return (await client.ask("open", **named))["card"]["promise"]["place"] == 1

    await until(counted)
    await after.close()


@pytest.mark.rule("R31")
async def test_a_bot_that_comes_or_goes_is_told(house: House):
    client, _ = await house.chat()
    house.bot.ready = False
    house.firstline.widget.bot_changed()
    await client.wait("update", lambda update: update["card"]["bot"] == "away")
    house.bot.ready = True
    house.firstline.widget.bot_changed()
    await client.wait("update", lambda update: update["card"]["bot"] == "ready")


@pytest.mark.rule("R21")
async def test_the_bots_answer_arrives_on_the_socket(house: House):
    client, opened = await house.chat()
    house.bot.directives = (says("faq.api_key"), says("ask.answered", asks="answered"))
    await say(client, opened["conversation"], text="Where do I find my API key?")
    update = await client.wait("update", lambda u: any(e["kind"] == "bot" for e in u["entries"]))
    lines = [entry for entry in update["entries"] if entry["kind"] == "bot"]
    assert lines[0]["text"] == texts().say("en", "faq.api_key")
    assert lines[1]["asks"] == "answered"


@pytest.mark.rule("R41")
async def test_typing_shows_on_the_other_side_and_fades(house: House):
    client, stream = await house.queued()
    anna = await house.agent()
    await anna.ask("conversation", conversation=stream)
    await client.tell("presence", {"conversation": stream, "typing": True, "reading": True})
    shown = await anna.wait("presence", lambda p: p["who"])
    assert shown["who"] == [{"id": "customer", "name": "", "typing": True, "reading": True}]
    await anna.tell("presence", {"conversation": stream, "typing": True, "reading": True})
    shown = await client.wait("presence", lambda p: p["who"])
    assert [(one["name"], one["typing"], one["reading"]) for one in shown["who"]] == [
        ("Anna", True, False)
    ]
    await client.close()
    await anna.wait("presence", lambda p: [one["id"] for one in p["who"]] == ["anna"])


async def test_presence_of_others_conversations_is_not_heard(house: House):
    client, stream = await house.queued()
    anna = await house.agent()
    await anna.ask("conversation", conversation=stream)
    stranger = await house.customer()
    for odd in (stream, [stream], None, {}, 5):
        await stranger.tell("presence", {"conversation": odd, "typing": True})
    await stranger.tell("presence", [stream])
    await client.tell("presence", {"conversation": stream, "reading": True})
    await anna.wait("presence", bool)
    assert all(len(p["who"]) <= 1 and not p["who"][0]["typing"] for p in anna.arrived["presence"])
    assert stranger.is_open
