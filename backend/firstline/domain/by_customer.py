"""What the customer may do, and what follows from it."""

from typing import Literal

from . import channels
from .commands import (
    AskForPerson,
    ChangeLanguage,
    ChooseOption,
    CorrectFinding,
    JudgeSolution,
    MarkSeen,
    PostMessage,
    RateConversation,
    SubmitForm,
)
from .context import Finding
from .conversation import (
    Assigned,
    Closed,
    Conversation,
    InIntake,
    LinkedToIncident,
    Offer,
    Queued,
    Reserved,
    Resolved,
    WaitingForCustomer,
)
from .errors import (
    ChoiceIsGone,
    ConversationIsClosed,
    NotInThisState,
    StarsOutOfRange,
    TextIsEmpty,
    TextIsTooLong,
    UnknownLanguage,
)
from .events import (
    ConversationClosed,
    ConversationJoined,
    ConversationRated,
    ConversationSplit,
    CustomerSaw,
    CustomerWrote,
    DeskSaid,
    DuplicateDeclined,
    Event,
    IncidentConfirmed,
    IncidentDeclined,
    IncidentLinked,
    LanguageChanged,
    QuestionSkipped,
    SolutionConfirmed,
    SolutionRejected,
    SplitDeclined,
)
from .evolve import follow
from .handoff import IMPACTS, found, hand_off
from .moment import Moment
from .policy import Policy

SHORT = 90
"""Characters by which an issue is named."""
LANGUAGES = ("en", "pt_BR", "de", "es", "ru")


def post(state: Conversation, command: PostMessage, policy: Policy) -> tuple[Event, ...]:
    """A message, stored once whatever the line does; refused only when closed or unfit."""
    if command.id in state.ids:
        return ()
    _open(state)
    check_text(command.text, policy, or_files=bool(command.files))
    said = (command.id, command.text, command.secrets, command.files)
    return CustomerWrote(*said, released=command.released), *channels.back(state)


def choose(
    state: Conversation, command: ChooseOption, now: Moment, policy: Policy
) -> tuple[Event, ...]:
    """A button: what was pressed is said, then what it means happens."""
    if command.id in state.ids:
        return ()
    _open(state)
    said = CustomerWrote(command.id, "", choice=command.value, answers=command.position)
    return (said, *_meaning(state, command, now, policy))


def _meaning(
    state: Conversation, command: ChooseOption, now: Moment, policy: Policy
) -> tuple[Event, ...]:
    asks = _asked_at(state, command.position)
    offer = state.offer if state.offer and command.position > state.offer.position else None
    match command.value:
        case "person":
            return to_person(state, now, policy)
        case "solved" | "not_solved" if isinstance(state.phase, Resolved):
            return judge(state, JudgeSolution(command.value == "solved"))
        case "yes" | "no" if asks == "answered":
            return settle() if command.value == "yes" else (QuestionSkipped("answered"),)
        case "close" | "go_on" if asks == "cancel":
            return close(state) if command.value == "close" else (QuestionSkipped("cancel"),)
        case "mail" | "chat" if asks == channels.ASKED:
            return channels.answer(state, by_mail=command.value == "mail")
        case "yes" | "no" if offer is not None:
            return answer_offer(state, offer, yes=command.value == "yes")
        case "skip" if asks:
            return (QuestionSkipped(asks),)
        case value if asks == "impact" and value in IMPACTS:
            return found(state, (Finding("impact", value, state.position + 1),), "customer")
        case value if asks == "language" and value in LANGUAGES:
            return (LanguageChanged(value, "customer"),)
        case _:
            raise ChoiceIsGone


def _asked_at(state: Conversation, position: int) -> str:
    """What the entry at `position` asks, if nobody has answered it and nothing newer was asked."""
    question = state.question
    return question.asks if question and question.position == position else ""


def answer_offer(state: Conversation, offer: Offer, *, yes: bool) -> tuple[Event, ...]:
    """Yes or no to the incident (R24) or to the duplicate (R25) that was offered.

    Yes to an incident links while the bot has it. Once a person is promised it is told to them.
    """
    match offer.kind, yes:
        case "incident", True if isinstance(state.phase, InIntake):
            linked = IncidentLinked(offer.id, offer.title, offer.url)
            key = "desk.maintenance_linked" if offer.planned else "desk.incident_linked"
            return linked, DeskSaid(key, {"title": offer.title})
        case "incident", True:
            return (IncidentConfirmed(offer.id, offer.title, offer.url),)
        case "incident", False:
            return (IncidentDeclined(offer.id),)
        case "split", True:
            return _split(offer)
        case "split", False:
            return (SplitDeclined(),)
        case _, True:
            joined = DeskSaid("desk.joined", {"number": offer.number})
            return joined, ConversationJoined(offer.id, offer.number), ConversationClosed("joined")
        case _:
            return (DuplicateDeclined(offer.number),)


def _split(offer: Offer) -> tuple[Event, ...]:
    """Each other issue goes on under its own number, which the customer is led to (R26)."""
    numbers = tuple(part.number for part in offer.parts)
    opened = (
        DeskSaid(
            "desk.split_opened",
            {"number": part.number, "conversation": part.stream, "issues": in_short(part.text)},
        )
        for part in offer.parts
    )
    return *opened, ConversationSplit(offer.source, numbers, offer.findings)


def in_short(text: str) -> str:
    """The beginning of an issue in one line, by which the customer knows it again."""
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[: SHORT - 1]}…"


def to_person(state: Conversation, now: Moment, policy: Policy) -> tuple[Event, ...]:
    """A person was asked for: handed over where that is still to be done (R28)."""
    match state.phase:
        case Reserved() | InIntake():
            return hand_off(state, "asked", now, policy)
        case LinkedToIncident():
            return hand_off(state, "incident_refused", now, policy)
        case Resolved():
            return judge(state, JudgeSolution(solved=False))
        case _:
            return (DeskSaid("desk.person_asked", {}),)


def settle() -> tuple[Event, ...]:
    """The bot's answer was enough."""
    return DeskSaid("desk.closed_settled", {}), ConversationClosed("settled")


def ask_for_person(
    state: Conversation, command: AskForPerson, now: Moment, policy: Policy
) -> tuple[Event, ...]:
    """The button that works whatever the bot does (R28)."""
    if command.id in state.ids:
        return ()
    _open(state)
    said = CustomerWrote(command.id, "", choice="person")
    return (said, *channels.back(state), *to_person(state, now, policy))


def submit_form(
    state: Conversation, command: SubmitForm, now: Moment, policy: Policy
) -> tuple[Event, ...]:
    """The same context without a bot; the chat reaches the queue all the same (R31)."""
    if command.id in state.ids:
        return ()
    _open(state)
    parts = (command.description, command.request, command.response, command.time)
    text = "\n\n".join(part for part in parts if part.strip())
    check_text(text, policy, or_files=False)
    said = CustomerWrote(command.id, text, command.secrets, command.files)
    filled = found(state, tuple(_form_findings(state, command)), "customer")
    if isinstance(state.phase, Reserved | InIntake | LinkedToIncident):
        known = follow(state, (said, *filled), now)
        return (said, *filled, *hand_off(known, "form", now, policy))
    return said, *filled


def _form_findings(state: Conversation, command: SubmitForm) -> list[Finding]:
    fields: dict[str, str] = {
        "description": command.description,
        "request": command.request,
        "response": command.response,
        "time": command.time,
        "impact": command.impact,
        "screenshot": command.files[0].name if command.files else "",
    }
    source = state.position + 1
    return [Finding(what, value, source) for what, value in fields.items() if value.strip()]


def change_language(state: Conversation, command: ChangeLanguage) -> tuple[Event, ...]:
    """Everything said after follows (R22)."""
    if command.language not in LANGUAGES:
        raise UnknownLanguage
    if command.language == state.language:
        return ()
    return (LanguageChanged(command.language, "customer"),)


def correct(state: Conversation, command: CorrectFinding, policy: Policy) -> tuple[Event, ...]:
    """The customer puts right what was understood."""
    _open(state)
    check_text(command.value, policy, or_files=False)
    corrected = Finding(command.what, command.value, state.position + 1)
    return found(state, (corrected,), "customer")


def mark_seen(state: Conversation, command: MarkSeen) -> tuple[Event, ...]:
    """Recorded only where it says something new about what would be mailed, or was."""
    upto = min(command.position, state.position)
    newest = max(state.newest_answer, *(position for position, _ in state.to_mail), 0)
    news = upto > state.seen and newest > state.seen
    return (CustomerSaw(upto),) if news else ()


def judge(state: Conversation, command: JudgeSolution) -> tuple[Event, ...]:
    """'Solved' closes; 'not solved' goes on with what was left of the clocks (R17, R47)."""
    if not isinstance(state.phase, Resolved):
        raise NotInThisState
    if command.solved:
        closing = DeskSaid("desk.closed_solved", {})
        return SolutionConfirmed(), closing, ConversationClosed("solved")
    return SolutionRejected(), DeskSaid("desk.not_solved", {})


def rate(state: Conversation, command: RateConversation, policy: Policy) -> tuple[Event, ...]:
    """Once it is resolved or closed; the newest rating counts."""
    if not isinstance(state.phase, Resolved | Closed):
        raise NotInThisState
    if not 1 <= command.stars <= 5:  # noqa: PLR2004 - five stars
        raise StarsOutOfRange
    if len(command.comment) > policy.message_limit:
        raise TextIsTooLong(limit=policy.message_limit)
    return (ConversationRated(command.stars, command.comment),)


def close(state: Conversation) -> tuple[Event, ...]:
    """The customer ends it; while a first answer is owed this is their right too."""
    match state.phase:
        case Closed():
            return ()
        case Reserved() | InIntake() | LinkedToIncident() | Queued():
            return _closed_by_customer("customer")
        case Assigned() | WaitingForCustomer() | Resolved():
            return _closed_by_customer("customer")


def _closed_by_customer(cause: Literal["customer"]) -> tuple[Event, ...]:
    return DeskSaid("desk.closed_by_customer", {}), ConversationClosed(cause)


def check_text(text: str, policy: Policy, *, or_files: bool) -> None:
    """Raises TextIsEmpty or TextIsTooLong (limit in characters)."""
    if not text.strip() and not or_files:
        raise TextIsEmpty
    if len(text) > policy.message_limit:
        raise TextIsTooLong(limit=policy.message_limit)


def _open(state: Conversation) -> None:
    if isinstance(state.phase, Closed):
        raise ConversationIsClosed
