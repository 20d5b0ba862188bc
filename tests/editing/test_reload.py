"""Changed files go live together, or not at all and with the reason."""

import pytest

from firstline.editing import reload
from firstline.editing.judged import NotJudged, judged
from firstline.editing.reload import Reload
from firstline.intake import facts, topics
from firstline.intake.components import ComponentsAreBroken
from firstline.intake.lookup_words import LookupWordsAreBroken
from tests.kit import Clock

RELOADED = "loaded without a restart"
BOT = "locales/en/bot.yml"


class Watched:
    """A reload whose looks the test takes; what went live, and how often somebody was told."""

    def __init__(self, tree):
        self.tree = tree
        self.taken = []
        self.told = 0
        self.clock = Clock()
        self.reload = Reload(tree.root, self._take, self._tell, self.clock)

    async def _take(self, contents):
        self.taken.append(contents)

    def _tell(self):
        self.told += 1

    async def settle(self):
        """Two looks that see the same."""
        await self.reload.look()
        await self.reload.look()


@pytest.fixture
def watched(tree):
    return Watched(tree)


@pytest.fixture
def check(monkeypatch):
    """What the check says, without the time that it takes."""
    said = []

    async def stand_in(_root):
        return list(said)

    monkeypatch.setattr(reload, "judged", stand_in)
    return said


@pytest.mark.rule("R72", part=RELOADED)
async def test_a_changed_text_goes_live_after_the_real_check(watched):
    watched.tree.put(BOT, "thanks", "You are most welcome.")
    await watched.settle()
    assert [one.texts.say("en", "thanks") for one in watched.taken] == ["You are most welcome."]
    assert watched.reload.refused == ()
    assert watched.reload.since == watched.clock()
    assert watched.told == 1


@pytest.mark.rule("R72", part=RELOADED)
async def test_what_fails_the_check_is_refused_with_the_reason_and_nothing_goes_live(watched):
    before = watched.reload.live
    line = watched.tree.put(BOT, "thanks", "Hello!")
    await watched.settle()
    assert watched.taken == []
    assert watched.reload.live == before
    assert watched.reload.refused == (f"{BOT}:{line}: thanks has !, expected no exclamation marks",)
    assert watched.told == 1


@pytest.mark.rule("R72", part=RELOADED)
async def test_it_is_refused_once_and_taken_when_it_is_mended(watched, check):
    check.append("policy.yml:3: expected a span")
    watched.tree.put(BOT, "thanks", "Sure.")
    await watched.settle()
    await watched.settle()
    assert (watched.told, watched.taken) == (1, [])
    check.clear()
    watched.tree.put(BOT, "thanks", "Gladly.")
    await watched.settle()
    assert watched.taken[0].texts.say("en", "thanks") == "Gladly."
    assert watched.reload.refused == ()


async def test_the_way_back_takes_the_refusal_away_without_a_reload(watched, check):
    check.append("wrong")
    old = watched.tree.lines(BOT)
    watched.tree.put(BOT, "thanks", "Sure.")
    await watched.settle()
    assert watched.reload.refused == ("wrong",)
    watched.tree.write(BOT, old)
    await watched.settle()
    assert watched.reload.refused == ()
    assert watched.taken == []


@pytest.mark.rule("R72", part=RELOADED)
async def test_undoing_a_change_is_another_change(watched, check):
    old = watched.tree.lines(BOT)
    watched.tree.put(BOT, "thanks", "Gladly.")
    await watched.settle()
    watched.tree.write(BOT, old)
    await watched.settle()
    said = [one.texts.say("en", "thanks") for one in watched.taken]
    assert said == ["Gladly.", "You are welcome."]


async def test_files_that_still_change_are_left_alone(watched, check):
    for text in ("One.", "Two.", "Three."):
        watched.tree.put(BOT, "thanks", text)
        await watched.reload.look()
    assert watched.taken == []
    await watched.reload.look()
    assert len(watched.taken) == 1


async def test_a_touched_file_is_no_change(watched, check):
    (watched.tree.root / BOT).touch()
    await watched.settle()
    assert (watched.taken, watched.told) == ([], 0)


async def test_a_change_during_the_check_waits_for_the_next_look(watched, monkeypatch):
    async def slow(root):
        watched.tree.put(BOT, "thanks", "Second.")
        return []

    watched.tree.put(BOT, "thanks", "First.")
    monkeypatch.setattr(reload, "judged", slow)
    await watched.settle()
    assert watched.taken == []
    await watched.settle()
    assert [one.texts.say("en", "thanks") for one in watched.taken] == ["Second."]


async def test_files_that_cannot_be_read_end_nothing(watched, check, monkeypatch):
    monkeypatch.setattr(reload, "LOOK_EVERY", 0)
    looks = []

    async def look():
        looks.append(1)
        if len(looks) == 3:
            raise KeyboardInterrupt
        raise OSError("the disk is away")

    monkeypatch.setattr(watched.reload, "look", look)
    with pytest.raises(KeyboardInterrupt):
        await watched.reload.run()
    assert len(looks) == 3


@pytest.mark.rule("R72", part=RELOADED)
async def test_words_of_facts_are_used_at_once(watched, check):
    def impact(text):
        found = facts.find(text, now=0, zone="UTC", language="en", source=1)
        return [one.value for one in found if one.what == "impact"]

    assert impact("the whole brigade sees it") == []
    watched.tree.replace("locales/en/facts.yml", "  all:", "  all:\n    - the whole brigade")
    await watched.settle()
    assert impact("the whole brigade sees it") == ["all"]


@pytest.mark.rule("R72", part=RELOADED)
async def test_a_changed_promise_comes_with_the_rest(watched, check):
    watched.tree.replace("policy.yml", "resolution: 48h", "resolution: 24h")
    await watched.settle()
    assert watched.taken[0].policy.resolution == 24 * 60 * 60 * 1000


async def test_a_check_without_an_answer_changes_nothing(watched, monkeypatch):
    async def never(_root):
        raise NotJudged

    watched.tree.put(BOT, "thanks", "Gladly.")
    monkeypatch.setattr(reload, "judged", never)
    await watched.reload.look()
    with pytest.raises(NotJudged):
        await watched.reload.look()
    assert watched.taken == []


async def test_drafts_are_judged_in_place_of_files_that_stay(tree):
    before = tree.lines(BOT)
    draft = "\n".join(before).replace("You are welcome.", "You are welcome!")
    found = await judged(tree.root, {BOT: draft})
    assert [one.partition(": ")[2] for one in found] == [
        "thanks has !, expected no exclamation marks"
    ]
    assert tree.lines(BOT) == before


@pytest.mark.rule("R72", part=RELOADED)
async def test_words_by_which_issues_are_compared_are_used_at_once(watched, check):
    def symptoms(text):
        return topics.of(text).symptoms

    before = symptoms("The brigade capsized")
    watched.tree.replace("locales/en/lookups.yml", "symptoms:", "symptoms:\n  upset: [capsized]")
    await watched.settle()
    assert (before, symptoms("The brigade capsized")) == (frozenset(), {"upset"})


@pytest.mark.rule("R72", part=RELOADED)
async def test_components_come_with_the_rest(watched, check):
    watched.tree.replace("components.yml", "components:", "components:\n  Brigade: [billing]")
    await watched.settle()
    assert watched.taken[0].areas(["Brigade"]) == ("billing",)


@pytest.mark.rule("R72", part=RELOADED)
async def test_words_of_facts_name_components_too(watched, check):
    watched.tree.replace("locales/en/facts.yml", "  portal: [", "  portal: [brigade, ")
    await watched.settle()
    assert watched.taken[0].areas(["Brigade"]) == ("portal",)


@pytest.mark.parametrize("path", ["locales/en/lookups.yml", "components.yml"])
async def test_a_file_that_breaks_behind_the_check_changes_nothing(watched, check, path):
    """The check said that it is well, so nobody can be told more than the log is."""
    watched.tree.write(path, ["- a list"])
    await watched.reload.look()
    with pytest.raises((LookupWordsAreBroken, ComponentsAreBroken)):
        await watched.reload.look()
    assert watched.taken == []
