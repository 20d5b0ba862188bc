"""The editors' page over a real socket: flags, files, drafts, trials, comparisons."""

import pytest
from msgspec.structs import replace

from firstline.editing import workbench
from firstline.editing.confusions import Confusion, Confusions, NotCompared
from firstline.intake import facts, language
from tests.channels.test_inbox import queued
from tests.checks.kit import ROOT
from tests.kit import House, says, until

TRIED = "tried on a throwaway desk"
GREET = says("greet", asks="description", choices=("person",))


@pytest.fixture(scope="module", autouse=True)
def warm():
    language.warm()
    facts.warm()


@pytest.fixture
async def editor(house: House):
    return await house.agent("ela", "editor")


@pytest.mark.rule("R71")
async def test_a_flag_reaches_the_editors_and_is_marked_as_done(house, editor):
    stream = await queued(house, text="Webhooks kommen nicht mehr an", language="de")
    anna = await house.agent("anna", language="es")
    said = await anna.do("flag_intake", conversation=stream, text="the region")
    assert said["ok"]
    await editor.wait("flags_changed", lambda _: True)
    (flag,) = (await editor.ask("flags"))["flags"]
    assert (flag["text"], flag["by"], flag["language"]) == ("the region", "Anna", "de")
    assert flag["number"] == (await house.desk.state(stream)).number
    done = await editor.do("settle_flag", conversation=stream, position=flag["position"])
    assert done["ok"]
    assert (await editor.ask("flags"))["flags"] == []


@pytest.mark.rule("R71")
async def test_the_agent_s_transcript_tells_of_it(house):
    stream = await queued(house)
    anna = await house.agent("anna")
    await anna.do("flag_intake", conversation=stream, text="the region")
    entries = (await anna.ask("conversation", conversation=stream, after=0))["entries"]
    told = next(one for one in entries if one.get("key") == "intake_flagged")
    assert told["with"] == {"agent": "Anna", "text": "the region"}


@pytest.mark.parametrize("question", ["content", "content_file", "flags"])
async def test_agents_have_no_editors_page(house, question):
    anna = await house.agent("anna")
    answer = await anna.ask(question, language="en", file="bot")
    assert answer["error"]["code"] == "not_allowed"
    assert (await anna.do("try_texts", language="en"))["error"]["code"] == "not_allowed"


async def test_leads_look_and_settle_nothing(house):
    lea = await house.agent("lea", "lead")
    assert (await lea.ask("content"))["model"] == "off"
    assert (await lea.do("try_texts", language="en"))["ok"]
    refused = await lea.do("settle_flag", conversation="x", position=1)
    assert refused["error"]["code"] == "not_allowed"


async def test_a_file_is_given_as_it_is_on_the_disk(editor):
    answer = await editor.ask("content_file", language="de", file="bot")
    assert answer["text"] == (ROOT / "locales/de/bot.yml").read_text("utf-8")


@pytest.mark.parametrize(
    ("tongue", "name"),
    [("de", "../en/bot"), ("..", "bot"), ("de", "style"), ("fr", "bot"), ("", "")],
)
async def test_no_other_file_is_given(editor, tongue, name):
    answer = await editor.ask("content_file", language=tongue, file=name)
    assert answer["error"]["code"] == "no_such_text"
    checked = await editor.do("check_draft", language=tongue, file=name, draft="a: b")
    assert checked["ok"]
    told = await editor.wait("draft_checked")
    assert told["error"]["code"] == "no_such_text"


@pytest.mark.rule("R72", part=TRIED)
async def test_a_draft_is_checked_with_its_lines(editor):
    draft = (ROOT / "locales/de/bot.yml").read_text("utf-8").replace("Gern geschehen", "Gern, du")
    assert "Gern, du" in draft
    await editor.do("check_draft", language="de", file="bot", draft=draft)
    told = await editor.wait("draft_checked")
    (found,) = told["problems"]
    assert draft.splitlines()[found["line"] - 1].startswith("thanks:")
    assert found["text"] == "thanks says 'du', expected the form of address with Sie"
    assert told["elsewhere"] == []


@pytest.mark.rule("R72", part=TRIED)
async def test_a_trial_says_unsaved_texts_and_stores_nothing(house, editor):
    house.bot.directives = (GREET,)
    before = await house.desk.store.find("all")
    draft = "greet: Moin.\nchoices:\n  person: Mensch"
    assert (await editor.do("try_texts", language="de", drafts={"bot": draft}))["ok"]
    heard = await editor.do("say_in_trial", text="Hallo")
    assert heard["lines"][-1]["text"] == "Moin."
    assert heard["lines"][-1]["choices"] == [{"value": "person", "label": "Mensch"}]
    assert heard["intent"] == {"name": "any", "confidence": 1.0}
    pressed = await editor.do("choose_in_trial", to="person")
    assert pressed["phase"] == "queued"
    assert await house.desk.store.find("all") == before
    assert await house.desk.store.find("queue") == []


async def test_a_key_that_a_draft_lacks_is_said_in_english(house, editor):
    house.bot.directives = (GREET,)
    await editor.do("try_texts", language="de", drafts={"bot": "thanks: Gern."})
    heard = await editor.do("say_in_trial", text="Hallo")
    assert heard["lines"][-1]["text"].startswith("Hello")


async def test_a_draft_that_is_no_yaml_begins_nothing(editor):
    answer = await editor.do("try_texts", language="de", drafts={"bot": "a: b: c"})
    assert answer["error"]["code"] == "draft_is_broken"
    assert answer["error"]["line"] == 1
    assert (await editor.do("say_in_trial", text="Hallo"))["error"]["code"] == "no_trial"


@pytest.mark.parametrize("drafts", [{"bot": 5}, {"bot": "a" * 200_001}, ["bot"], "bot"])
async def test_what_is_no_draft_is_refused(editor, drafts):
    answer = await editor.do("try_texts", language="de", drafts=drafts)
    assert answer["error"]["code"] in {"invalid_message", "text_is_too_long"}


async def test_a_refusal_in_a_trial_is_told_and_the_trial_goes_on(house, editor):
    house.bot.directives = (GREET,)
    await editor.do("try_texts", language="en")
    assert (await editor.do("say_in_trial", text=" "))["error"]["code"] == "text_is_empty"
    refused = await editor.do("choose_in_trial", to="yes")
    assert refused["error"]["code"] == "no_such_choice"
    assert (await editor.do("say_in_trial", text="Hello"))["ok"]


async def test_a_trial_ends_with_its_window(house, editor):
    await editor.do("try_texts", language="en")
    trials = house.firstline.workbench._trials
    assert len(trials) == 1
    await editor.close()

    async def gone():
        return not trials

    await until(gone)


async def test_only_so_many_trials_at_a_time(house, editor, monkeypatch):
    monkeypatch.setattr(workbench, "MOST_TRIALS", 1)
    other = await house.agent("eli", "editor")
    await editor.do("try_texts", language="en")
    await other.do("try_texts", language="en")
    assert (await editor.do("say_in_trial", text="Hi"))["error"]["code"] == "no_trial"
    assert (await other.do("say_in_trial", text="Hi"))["ok"]


class Comparing:
    """Stands where the bot's classifier does."""

    def __init__(self, answer):
        self.answer = answer
        self.asked = []

    async def compare(self, tongue, draft=""):
        self.asked.append((tongue, draft))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def compares_with(house, answer):
    bench = house.firstline.workbench
    comparing = Comparing(answer)
    bench._bench = replace(bench._bench, comparer=comparing)
    return comparing


async def test_confused_phrases_are_told_when_they_are_found(house, editor):
    found = Confusions(100, (Confusion("noch nicht", "deny", "still_broken", 0.9),))
    comparing = compares_with(house, found)
    assert (await editor.do("compare_phrases", language="de", draft="greet: |\n  hallo"))["ok"]
    told = await editor.wait("phrases_compared")
    assert told["confused"] == [
        {"text": "noch nicht", "intent": "deny", "taken": "still_broken", "sure": 0.9}
    ]
    assert told["phrases"] == 100
    assert comparing.asked == [("de", "greet: |\n  hallo")]


async def test_why_they_could_not_be_compared_is_told(house, editor):
    compares_with(house, NotCompared())
    await editor.do("compare_phrases", language="de")
    assert (await editor.wait("phrases_compared"))["error"]["code"] == "not_compared"
