"""What the people of the desk and its own parts may try, one rule for each command."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from firstline.domain import commands as c
from firstline.domain.commands import Actor
from firstline.domain.events import (
    AgentReplied,
    ConversationResolved,
    CustomerWrote,
    IntakeFlagged,
    NumberReserved,
)

from .machine import (
    AGENTS,
    HANDLED,
    NUMBERS,
    OPEN,
    Desks,
    attempt,
    in_phase,
    marked,
    nth,
    while_paged,
    while_surging,
)
from .story import ANNA, DESK, ELA, LEA, span


class DeskRules(Desks):
    """Rules for the commands of agents, leads and the desk itself."""

    # -- the people of the desk -------------------------------------------------------------------

    @in_phase("queued", "waiting")
    @rule(by=AGENTS)
    def claim_conversation(self, by: Actor) -> None:
        self.give(lambda told: c.ClaimConversation(), by)

    @in_phase(*HANDLED)
    @rule(by=AGENTS, to=st.sampled_from(["anna", "ben", ""]))
    def assign_conversation(self, by: Actor, to: str) -> None:
        self.give(lambda told: c.AssignConversation(to), by)

    @in_phase("assigned", "waiting")
    @rule(by=st.one_of(AGENTS, st.just(DESK)))
    def release_conversation(self, by: Actor) -> None:
        self.give(lambda told: c.ReleaseConversation("lunch"), by)

    @in_phase(*HANDLED)
    @rule(by=AGENTS, team=st.sampled_from(["technical", "first_line", "catering"]))
    def hand_to_team(self, by: Actor, team: str) -> None:
        self.give(lambda told: c.HandToTeam(team, "needs the logs"), by)

    @in_phase(*HANDLED)
    @rule(by=AGENTS, channel=st.sampled_from(["mail", "mail", "chat"]))
    def move_to_channel(self, by: Actor, channel: str) -> None:
        self.give(lambda told: c.MoveToChannel(channel), by)

    @in_phase("assigned", "waiting")
    @rule(
        by=AGENTS,
        again=NUMBERS,
        mark=st.sampled_from(["investigated", "acknowledged", "plain"]),
        fresh=st.sampled_from([True, True, True, False]),
        then=st.sampled_from(["stay", "wait"]),
    )
    def reply(self, by, again, mark, fresh, then) -> None:
        name = self.name(again)
        self.give(
            lambda told: c.Reply(name, "We look", mark, told.position if fresh else 0, then), by
        )

    @in_phase(*OPEN)
    @rule(by=AGENTS, again=NUMBERS)
    def add_note(self, by: Actor, again: int) -> None:
        name = self.name(again)
        self.give(lambda told: c.AddNote(name, "Looks like DNS", ("ben",)), by)

    @in_phase(*HANDLED)
    @rule(by=AGENTS, severity=st.integers(0, 3))
    def set_severity(self, by: Actor, severity: int) -> None:
        self.give(lambda told: c.SetSeverity(severity, "a group"), by)

    @in_phase("assigned")
    @rule(by=AGENTS, tag=st.sampled_from(["dns", "webhook"]))
    def set_tags(self, by: Actor, tag: str) -> None:
        self.give(lambda told: c.SetTags((tag,)), by)

    @in_phase("assigned")
    @rule(by=AGENTS, subject=st.sampled_from(["Certificate", "Key"]))
    def set_subject(self, by: Actor, subject: str) -> None:
        self.give(lambda told: c.SetSubject(subject), by)

    @in_phase("assigned", "waiting")
    @rule(by=AGENTS, again=NUMBERS, investigated=st.booleans())
    def resolve_conversation(self, by: Actor, again: int, investigated: bool) -> None:
        name = self.name(again)
        self.give(
            lambda told: c.ResolveConversation(name, "Renewed", told.position, investigated), by
        )

    @in_phase("resolved", "closed")
    @rule(by=AGENTS)
    def reopen_conversation(self, by: Actor) -> None:
        self.give(lambda told: c.ReopenConversation("they called"), by)

    @in_phase("assigned", "waiting", "closed")
    @rule(by=AGENTS)
    def undo_joining(self, by: Actor) -> None:
        self.give(lambda told: c.UndoJoining("B2B-22BB"), by)

    @in_phase("intake", "queued", "closed")
    @rule(by=AGENTS)
    def separate_conversation(self, by: Actor) -> None:
        """What is joined is seldom left alone for long, so mostly it is joined for this."""
        if self.late.phase in ("intake", "queued"):
            self.give(lambda told: c.OfferDuplicate("s2", "B2B-22B0", 0))
            pressed = self.name(again=1)
            self.give(lambda told: c.ChooseOption(pressed, told.position, "yes"))
        self.give(lambda told: c.SeparateConversation(), by)

    @in_phase("assigned", "waiting", "resolved", "closed")
    @rule(by=st.sampled_from([LEA, LEA, ANNA]), number=NUMBERS)
    def revoke_investigation(self, by: Actor, number: int) -> None:
        self.give(lambda told: c.RevokeInvestigation(marked(told, number), "a greeting"), by)

    @in_phase("assigned")
    @rule(by=AGENTS, number=NUMBERS)
    def redact_message(self, by: Actor, number: int) -> None:
        kinds = CustomerWrote, AgentReplied, ConversationResolved
        self.give(lambda told: c.RedactMessage((nth(told, number, *kinds),), "a key"), by)

    @in_phase(*OPEN)
    @rule(by=AGENTS, text=st.sampled_from(["the region", "the plan"]))
    def flag_intake(self, by: Actor, text: str) -> None:
        self.give(lambda told: c.FlagIntake(text), by)

    @in_phase(*OPEN)
    @rule(by=st.sampled_from([ELA, ELA, ANNA]), number=NUMBERS)
    def settle_flag(self, by: Actor, number: int) -> None:
        self.give(lambda told: c.SettleFlag(nth(told, number, IntakeFlagged, NumberReserved)), by)

    @in_phase("resolved", "closed")
    @rule(by=st.sampled_from([LEA, ANNA, DESK]))
    def erase_content(self, by: Actor) -> None:
        self.give(lambda told: c.EraseContent("asked for it"), by)

    # -- the desk itself --------------------------------------------------------------------------

    @in_phase("assigned", "waiting", "resolved")
    @rule(
        mail=st.sampled_from([True, True, False, None]), after=st.sampled_from(["0s", "5m", "2h"])
    )
    def tick(self, mail: bool | None, after: str) -> None:
        """A line that a late sweep says late is mailed late, so mail waits until both have it."""
        self.late.now += span(after)
        self.diligent.sweep_each_minute(self.late.now)
        as_one = self.late.has_mail() == self.diligent.has_mail()
        self.give(lambda told: c.Tick(mail=mail if as_one else None))

    @in_phase("queued")
    @rule(customers=st.integers(5, 6))
    def raise_surge(self, customers: int) -> None:
        self.give(lambda told: c.RaiseSurge(("area:webhooks",), told.now, customers))

    @while_surging()
    @rule(customers=st.integers(5, 9))
    def grow_surge(self, customers: int) -> None:
        self.give(lambda told: c.GrowSurge(customers))

    @while_surging()
    @rule(by=st.sampled_from([LEA, LEA, ANNA]))
    def dismiss_surge(self, by: Actor) -> None:
        self.give(lambda told: c.DismissSurge(), by)

    @while_paged()
    @rule(people=st.sampled_from([("dana", "emil"), ("emil",), ()]), lowered=st.integers(0, 2))
    def take_page(self, people: tuple[str, ...], lowered: int) -> None:
        self.give(lambda told: c.TakePage(people, lowered, "hash"))

    @while_paged()
    @rule(late=NUMBERS)
    def record_page_sent(self, late: int) -> None:
        self.give(lambda told: c.RecordPageSent(attempt(told, late)))

    @while_paged()
    @rule(late=NUMBERS)
    def record_page_failed(self, late: int) -> None:
        self.give(lambda told: c.RecordPageFailed(attempt(told, late), "away"))

    @while_paged()
    @rule(key=st.sampled_from(["hash", "hash", "forged"]))
    def accept_page(self, key: str) -> None:
        self.give(lambda told: c.AcceptPage(key))

    @in_phase()
    @rule(by=AGENTS)
    def acknowledge_page(self, by: Actor) -> None:
        self.give(lambda told: c.AcknowledgePage(), by)

    @in_phase("waiting")
    @rule()
    def record_mail_sent(self) -> None:
        self.give(lambda told: c.RecordMailSent(told.state.newest_answer))

    @in_phase("waiting", "resolved")
    @rule(for_good=st.booleans())
    def record_mail_failed(self, for_good: bool) -> None:
        """Of a mail under way, or one that was seen or sent meanwhile."""
        if self.late.phase in ("waiting", "resolved"):
            self.tick(mail=True, after="5m")
        self.give(
            lambda told: c.RecordMailFailed(
                told.state.mail.upto or told.state.newest_answer, "away", for_good
            )
        )

    @in_phase("waiting", "resolved")
    @rule()
    def record_mail_bounced(self) -> None:
        """What was mailed is seldom left unseen for long, so mostly it is mailed for this."""
        if self.late.phase in ("waiting", "resolved"):
            self.tick(mail=True, after="5m")
            self.record_mail_sent()
        self.give(lambda told: c.RecordMailBounced(told.state.newest_answer, "5.1.1"))
