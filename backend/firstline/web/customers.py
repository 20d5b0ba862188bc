"""What a customer's request may have: by the conversation's key, or by a signed identity."""

from dataclasses import dataclass

from aiohttp import web

from firstline.access import opens
from firstline.domain.conversation import Conversation
from firstline.domain.errors import ConversationNotFound
from firstline.domain.events import Person

from .errors import NotSignedIn
from .parts import Parts


@dataclass(frozen=True, slots=True)
class Right:
    """What a request brought along: an identity, a key, or nothing."""

    person: Person | None = None
    key: str | None = None

    def __bool__(self) -> bool:
        return self.person is not None or self.key is not None


def right_of(request: web.BaseRequest, parts: Parts) -> Right:
    """The right in `Authorization: Conversation <key>` or `Bearer <token>`.

    Raises TokenInvalid, TokenExpired, ChatNotEnabled.
    """
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    match kind:
        case "Conversation":
            return Right(key=value)
        case "Bearer":
            return Right(person=parts.identities.verify(value, parts.now()))
        case _:
            return Right()


async def own(request: web.BaseRequest, conversation: str, parts: Parts) -> Conversation:
    """The conversation, if it is the customer's own.

    A wrong key, another's conversation and one that does not exist are the same: raises
    ConversationNotFound; NotSignedIn if the request brought no right at all.
    """
    right = right_of(request, parts)
    if not right:
        raise NotSignedIn
    state = await parts.desk.state(conversation)
    if not opens(state, right.person, right.key):
        raise ConversationNotFound
    return state


async def refuse_strangers(request: web.BaseRequest, conversation: str, parts: Parts) -> None:
    """Agents may have every conversation, a customer the own ones. Raises as `own`."""
    if request.headers.get("Authorization") or not await parts.sessions.agent_of(request):
        await own(request, conversation, parts)
    else:
        await parts.desk.state(conversation)
