"""Every refusal of the domain: a class, a sentence, a stable code.

The code is what clients and `locales/*/errors.yml` know; the sentence is for logs.
"""

import re
from typing import ClassVar


class FirstlineError(Exception):
    """Something was refused."""

    code: ClassVar[str] = "error"

    def __init_subclass__(cls) -> None:
        cls.code = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()

    def __init__(self, message: str = "", **details: object) -> None:
        super().__init__(message or (self.__doc__ or "").strip())
        self.details = details


class OperatorError(ValueError):
    """Something is wrong that only whoever operates the desk is told, on the command line."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (self.__doc__ or "").strip())


class Refused(FirstlineError):
    """The command does not fit the state of the conversation."""


class ConversationNotFound(Refused):
    """There is no such conversation, or it is not yours to know."""


class ConversationIsClosed(Refused):
    """The conversation is closed and read only."""


class NotInThisState(Refused):
    """The conversation is not in a state where this makes sense."""


class MailNotKnown(Refused):
    """No such mail was sent in this conversation."""


class AlreadyOwned(Refused):
    """Somebody else owns the conversation."""


class NotTheOwner(Refused):
    """Only the owner may do this."""


class NotAllowed(Refused):
    """Your role does not allow this."""


class ReplyIsStale(Refused):
    """Something came after what the writer had seen; `news` lists the positions (R41)."""


class MarkIsNeeded(Refused):
    """While the first-response clock runs, a reply says which of the two it is (R08)."""


class FirstResponseRuns(Refused):
    """Resolving needs the investigated answer while the first-response clock runs (R17)."""


class TextIsEmpty(Refused):
    """There is nothing in it."""


class TextIsTooLong(Refused):
    """The text is longer than the limit."""


class NothingToErase(Refused):
    """The named positions hold nothing that could be erased."""


class UnknownSeverity(Refused):
    """A severity is 1, 2 or 3."""


class UnknownTeam(Refused):
    """The policy names no such team."""


class UnknownAgent(Refused):
    """There is no such agent."""


class UnknownLanguage(Refused):
    """The language is not one of the five."""


class AddressIsMissing(Refused):
    """No address is known that the company's site vouches for, so nothing can be mailed (R33)."""


class ReasonIsNeeded(Refused):
    """This needs a reason."""


class ChoiceIsGone(Refused):
    """The button belonged to a question that is no longer open."""


class TurnIsStale(Refused):
    """The bot computed this for an earlier position; it is dropped (R30)."""


class BotIsSilent(Refused):
    """A person owns the conversation; the bot says nothing (R30)."""


class StarsOutOfRange(Refused):
    """A rating has one to five stars."""
