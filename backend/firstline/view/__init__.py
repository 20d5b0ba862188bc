"""What people see of a conversation: entries of the transcript and the card beside it.

Both are made from events and state by pure functions, once for customers and once for agents, so
that what a customer must not see is decided here and nowhere else. The browser's types are
generated from these structs.
"""

from .agent import agent_card, with_names
from .customer import CustomerCard, customer_card
from .lines import Author, Entry, NameOf
from .transcript import asking, for_agent, for_customer, naming, since
from .why import why

__all__ = [
    "Author",
    "CustomerCard",
    "Entry",
    "NameOf",
    "agent_card",
    "asking",
    "customer_card",
    "for_agent",
    "for_customer",
    "naming",
    "since",
    "why",
    "with_names",
]
