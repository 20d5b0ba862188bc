"""What the customer and the intake may try, one rule for each command."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from firstline.domain import commands as c
from firstline.domain.commands import Act, Say
from firstline.domain.context import ITEMS, Finding
from firstline.domain.events import AgentReplied, ConversationResolved, Person, SplitPart
from firstline.domain.handoff import IMPACTS

from .machine import NUMBERS, OPEN, Desks, button, in_phase, nth, reserve

ACTS = [
    *("hand_off", "person", "still_broken", "link_incident", "join", "decline_incident"),
    *(
        "decline_duplicate",
        "by_mail",
        "stay_in_chat",
        "settle",
        "solved",
        "skip",
        "cancel",
        "change_language",
        "dance",
    ),
]
VALUES = [
    "yes",
    "no",
    "skip",
    "person",
    "solved",
    "not_solved",
    "de",
    "group",
    "all",
    "close",
    "go_on",
    "mail",
    "chat",
]
ITEM = st.sampled_from([*ITEMS, "answered", "cancel", "language", ""])
FINDINGS = st.lists(
    st.one_of(
        st.builds(Finding, st.sampled_from(ITEMS), st.sampled_from(IMPACTS)),
        st.builds(Finding, st.just("issue_kind"), st.sampled_from(["api_error", "billing"])),
    ),
    max_size=2,
).map(tuple)


class CustomerRules(Desks):
    """Rules for the commands of customer and intake."""

    @in_phase()
    @rule()
    def reserve_number(self) -> None:
        self.give(lambda told: reserve(Person()))

    @in_phase("reserved", *OPEN)
    @rule(again=NUMBERS)
    def post_message(self, again: int) -> None:
        name = self.name(again)
        self.give(lambda told: c.PostMessage(name, "It still fails"))

    @in_phase(*OPEN)
    @rule(again=NUMBERS, value=st.sampled_from(VALUES), old=NUMBERS)
    def choose_option(self, again: int, value: str, old: int) -> None:
        name = self.name(again)
        self.give(lambda told: c.ChooseOption(name, button(told, old), value))

    @in_phase("intake", "incident", "resolved")
    @rule(again=NUMBERS)
    def ask_for_person(self, again: int) -> None:
        name = self.name(again)
        self.give(lambda told: c.AskForPerson(name))

    @in_phase("intake")
    @rule(again=NUMBERS, impact=st.sampled_from(["", *IMPACTS]))
    def submit_form(self, again: int, impact: str) -> None:
        name = self.name(again)
        self.give(lambda told: c.SubmitForm(name, "Sending fails", impact=impact))

    @in_phase("intake", "queued")
    @rule(language=st.sampled_from(["de", "ru", "tlh"]))
    def change_language(self, language: str) -> None:
        self.give(lambda told: c.ChangeLanguage(language))

    @in_phase("queued")
    @rule(what=st.sampled_from(ITEMS), value=st.sampled_from(IMPACTS))
    def correct_finding(self, what: str, value: str) -> None:
        self.give(lambda told: c.CorrectFinding(what, value))

    @in_phase("assigned", "waiting", "resolved")
    @rule(number=NUMBERS)
    def mark_seen(self, number: int) -> None:
        self.give(lambda told: c.MarkSeen(nth(told, number, AgentReplied, ConversationResolved)))

    @in_phase("resolved")
    @rule(solved=st.sampled_from([False, False, True]))
    def judge_solution(self, solved: bool) -> None:
        self.give(lambda told: c.JudgeSolution(solved))

    @in_phase("resolved", "closed")
    @rule(stars=st.integers(0, 6))
    def rate_conversation(self, stars: int) -> None:
        self.give(lambda told: c.RateConversation(stars, "quick"))

    @in_phase()
    @rule()
    def close_conversation(self) -> None:
        self.give(lambda told: c.CloseConversation())

    # -- the intake -------------------------------------------------------------------------------

    @in_phase("intake", "queued")
    @rule(number=NUMBERS)
    def offer_incident(self, number: int) -> None:
        self.give(lambda told: c.OfferIncident(f"i{number}", "Webhooks delayed"))

    @in_phase("intake", "queued")
    @rule(number=NUMBERS)
    def offer_duplicate(self, number: int) -> None:
        self.give(lambda told: c.OfferDuplicate("s2", f"B2B-22B{number}", 0))

    @in_phase("intake", "queued")
    @rule()
    def offer_split(self) -> None:
        parts = (SplitPart("s3", "B2B-33BB", "And the invoice is wrong"),)
        first = (Finding("description", "Webhooks stopped", 2),)
        self.give(lambda told: c.OfferSplit(2, "Webhooks stopped", parts, first))

    @in_phase()
    @rule()
    def open_apart(self) -> None:
        customer = Person(id="c1", verified=True)
        said = c.JoinedMessage("w1", "Webhooks stopped")
        self.give(lambda told: c.OpenApart(reserve(customer), said, "B2B-22BB", "s0"))

    @in_phase("waiting", "assigned")
    @rule(again=NUMBERS)
    def accept_joined(self, again: int) -> None:
        moved = c.JoinedMessage(self.name(again), "It is this one")
        self.give(lambda told: c.AcceptJoined("B2B-22BB", (moved,)))

    @in_phase("queued")
    @rule()
    def open_to_all_languages(self) -> None:
        self.give(lambda told: c.OpenToAllLanguages("en"))

    @in_phase("intake")
    @rule()
    def withdraw_offer(self) -> None:
        self.give(lambda told: c.WithdrawOffer())

    @in_phase("intake", "queued")
    @rule(findings=FINDINGS, language=st.sampled_from(["", "es"]))
    def record_findings(self, findings: tuple[Finding, ...], language: str) -> None:
        self.give(lambda told: c.RecordFindings(findings, language))

    @in_phase("intake", "incident", "queued")
    @rule(
        old=st.sampled_from([0, 0, 0, 1]),
        away=st.booleans(),
        findings=FINDINGS,
        asks=st.lists(ITEM, max_size=2),
        acts=st.lists(st.sampled_from(ACTS), max_size=1),
    )
    def take_turn(self, old, away, findings, asks, acts) -> None:
        says = tuple(Say("not_understood" if not item else "ask", asks=item) for item in asks)
        doing = tuple(Act(act, "es") for act in acts)
        outcome = "away" if away else "said"
        self.give(
            lambda told: c.TakeTurn(
                told.said_by_customer(old), outcome, findings=findings, says=says, acts=doing
            )
        )
