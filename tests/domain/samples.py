"""One sample of each command, fitting as many states as it can, and which states accept it."""

from firstline.domain.commands import (
    AcceptJoined,
    AcceptPage,
    AcknowledgePage,
    AddNote,
    AskForPerson,
    AssignConversation,
    ChangeLanguage,
    ChooseOption,
    ClaimConversation,
    CloseConversation,
    Command,
    CorrectFinding,
    DismissSurge,
    EraseContent,
    FlagIntake,
    GrowSurge,
    HandToTeam,
    JoinedMessage,
    JudgeSolution,
    MarkSeen,
    MoveToChannel,
    OfferDuplicate,
    OfferIncident,
    OfferSplit,
    OpenApart,
    OpenToAllLanguages,
    PostMessage,
    RaiseSurge,
    RateConversation,
    RecordFindings,
    RecordMailBounced,
    RecordMailFailed,
    RecordMailSent,
    RecordPageFailed,
    RecordPageSent,
    RedactMessage,
    ReleaseConversation,
    ReopenConversation,
    Reply,
    ReserveNumber,
    ResolveConversation,
    RevokeInvestigation,
    SeparateConversation,
    SetSeverity,
    SetSubject,
    SetTags,
    SettleFlag,
    SubmitForm,
    TakePage,
    TakeTurn,
    Tick,
    UndoJoining,
    WithdrawOffer,
)
from firstline.domain.events import IntakeFlagged, MailSent, MailTaken, Person, SplitPart

from .story import NOW, Story

ORDER = ("reserved", "intake", "incident", "queued", "assigned", "waiting", "resolved", "closed")
"""The columns of ACCEPTED, one letter each: + accepted with events, o without, - refused."""

ACCEPTED = """
    AcceptJoined          - + + + + + + -
    AcceptPage            - - - - - - - -
    AcknowledgePage       - - - - - - - -
    AddNote               + + + + + + + +
    AskForPerson          + + + + + + + -
    AssignConversation    - - - + + + - -
    ChangeLanguage        + + + + + + + +
    ChooseOption          + + + + + + + -
    ClaimConversation     - - - + o o - -
    CloseConversation     + + + + + + + o
    CorrectFinding        + + + + + + + -
    DismissSurge          - - - - - - - -
    EraseContent          + + + + + + + +
    GrowSurge             o o o o o o o o
    FlagIntake            - + + + + + + +
    HandToTeam            - - - + + + - -
    JudgeSolution         - - - - - - + -
    MarkSeen              o o o o o + + +
    MoveToChannel         - - - + + + - -
    OfferDuplicate        o + o + o o o o
    OfferIncident         o + o + o o o o
    PostMessage           + + + + + + + -
    RaiseSurge            o + + + + + + +
    RateConversation      - - - - - - + +
    RecordFindings        + + + + + + + o
    RecordMailBounced     + + + + + + + +
    RecordMailFailed      + + + + + + + +
    RecordMailSent        + + + + + + + +
    RecordPageFailed      o o o o o o o o
    RecordPageSent        o o o o o o o o
    RedactMessage         + + + + + + + +
    ReleaseConversation   - - - o + + - -
    ReopenConversation    - - - - - - + +
    Reply                 - - - - + + + -
    ReserveNumber         - - - - - - - -
    ResolveConversation   - - - - + + - -
    RevokeInvestigation   - - - - - + + +
    SeparateConversation  o o o o o o o o
    SetSeverity           + + + + + + + -
    SetSubject            + + + + + + + +
    SetTags               + + + + + + + +
    SettleFlag            + + + + + + + +
    SubmitForm            + + + + + + + -
    TakePage              o o o o o o o o
    TakeTurn              - + + + - - - -
    Tick                  o o o o o o o o
    OfferSplit            o + o + o o o o
    OpenApart             o o o o o o o o
    OpenToAllLanguages    o o o o o o o o
    UndoJoining           - + + + + + + -
    WithdrawOffer         o o o o o o o o
"""

ELSEWHERE = JoinedMessage("j1", "It is this one")
SAMPLES: tuple[Command, ...] = (
    ReserveNumber("B2B-22BB", "chat", Person(), "h", "en", (), "UTC", "p"),
    PostMessage("x1", "Hello"),
    ChooseOption("x1", 1, "person"),
    AskForPerson("x1"),
    ChangeLanguage("de"),
    SubmitForm("x1", "Sending fails"),
    CorrectFinding("time", "9:00"),
    MarkSeen(99),
    JudgeSolution(solved=True),
    RateConversation(5),
    CloseConversation(),
    OfferIncident("i9", "Numbers delayed"),
    OfferDuplicate("s2", "B2B-22BB", 0),
    AcceptJoined("B2B-22BB", (ELSEWHERE,)),
    OpenToAllLanguages("en"),
    OfferSplit(2, "Webhooks stopped", (SplitPart("s3", "B2B-33BB", "The invoice is wrong"),)),
    OpenApart(
        ReserveNumber("B2B-33BB", "chat", Person(), "h", "en", (), "UTC", "p"),
        JoinedMessage("x1", "The invoice is wrong"),
        *("B2B-22BB", "s2"),
    ),
    UndoJoining("B2B-22BB"),
    SeparateConversation(),
    WithdrawOffer(),
    RecordFindings(language="ru"),
    TakeTurn(NOW, "said"),
    ClaimConversation(),
    AssignConversation("ben"),
    ReleaseConversation(),
    HandToTeam("technical", "needs the logs"),
    MoveToChannel("mail"),
    Reply("x1", "Found it", "investigated", NOW),
    AddNote("x1", "Looks like DNS"),
    SetSeverity(2, "a group"),
    SetTags(("dns",)),
    SetSubject("Certificate"),
    ResolveConversation("x1", "Renewed", NOW, investigated=True),
    ReopenConversation("they called"),
    FlagIntake("the region"),
    SettleFlag(1),
    RevokeInvestigation(NOW, "a greeting"),
    RedactMessage((1,), "a key"),
    EraseContent("asked for it"),
    Tick(),
    RecordMailSent(1),
    RecordMailFailed(1, "greylisted"),
    RecordMailBounced(1, "5.1.1"),
    TakePage(("dana", "emil"), 0, "hash"),
    RecordPageSent(1),
    RecordPageFailed(1, "away"),
    AcceptPage("hash"),
    AcknowledgePage(),
    RaiseSurge(("area:webhooks",), 0, 5),
    GrowSurge(6),
    DismissSurge(),
)


def fitting(command: Command, told: Story) -> Command:
    """The sample with the positions that this conversation has."""
    match command:
        case TakeTurn():
            if told.phase not in {"reserved", "closed"}:
                told.when(PostMessage("x0", "Hello"))
            return TakeTurn(told.state.customer_position, "said")
        case UndoJoining():
            if told.phase not in {"reserved", "closed"}:
                told.when(AcceptJoined("B2B-22BB", (ELSEWHERE,)))
            return command
        case RevokeInvestigation(reason=reason):
            marked = [beat for beat in told.state.beats if beat.what == "investigated"]
            return RevokeInvestigation(marked[0].position if marked else 1, reason)
        case RecordMailFailed(error=error):
            told.given(MailTaken(told.position, 1, told.now))
            return RecordMailFailed(told.state.mail.upto, error)
        case RecordMailBounced(status=status):
            told.given(MailSent(told.position + 1))
            return RecordMailBounced(told.position, status)
        case SettleFlag():
            told.given(IntakeFlagged("the region", "anna"))
            return SettleFlag(told.position)
        case _:
            return command
