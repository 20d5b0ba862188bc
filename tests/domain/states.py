"""Stories that have come so far: one function for each state, by the commands that lead there."""

from firstline.domain.commands import (
    Act,
    AskForPerson,
    ChooseOption,
    ClaimConversation,
    CloseConversation,
    OfferIncident,
    PostMessage,
    Reply,
    ResolveConversation,
    Say,
    TakeTurn,
)

from .story import NOW, Story, story


def in_intake(plan: str = "basic") -> Story:
    """The customer has written, at nine."""
    return story(plan).when(PostMessage("m1", "Webhooks stopped"))


def linked(plan: str = "basic") -> Story:
    """The customer said yes to an incident."""
    offered = in_intake(plan).when(OfferIncident("i1", "Webhooks delayed", "https://status"))
    return offered.when(ChooseOption("yes", offered.position, "yes"))


def queued(plan: str = "basic") -> Story:
    """The customer asked for a person, at nine."""
    return in_intake(plan).when(AskForPerson("p1"))


def assigned(plan: str = "basic") -> Story:
    """Anna claimed it; the first response is still owed."""
    return queued(plan).when(ClaimConversation())


def answered(plan: str = "basic") -> Story:
    """Anna gave the first response, at nine."""
    return assigned(plan).when(Reply("r1", "The endpoint answers 500", "investigated", saw=NOW))


def waiting(plan: str = "basic") -> Story:
    """Anna answered and asked something back, at nine."""
    asked = Reply("r1", "Which endpoint is it?", "investigated", saw=NOW, then="wait")
    return assigned(plan).when(asked)


def resolved(plan: str = "basic") -> Story:
    """Anna answered and sent a solution, at nine."""
    return answered(plan).when(ResolveConversation("s1", "Renew the certificate", saw=NOW))


def closed(plan: str = "basic") -> Story:
    """The customer ended it after the solution."""
    return resolved(plan).when(CloseConversation())


STATES = {
    "reserved": story,
    "intake": in_intake,
    "incident": linked,
    "queued": queued,
    "assigned": assigned,
    "waiting": waiting,
    "resolved": resolved,
    "closed": closed,
}


def turn(told: Story, *says: Say, acts: tuple[Act, ...] = ()) -> TakeTurn:
    """The bot's turn for the customer's newest message."""
    return TakeTurn(told.state.customer_position, "said", says=says, acts=acts)


def asks(item: str) -> Say:
    """The bot's question for an item of context."""
    return Say(f"ask.{item}", asks=item)
