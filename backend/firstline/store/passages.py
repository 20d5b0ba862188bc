"""What every index takes of a conversation: people's own words, not the desk's (R50)."""

import re
import unicodedata

from firstline.domain import events as happened
from firstline.domain.events import Recorded

from .port_search import Kind

LONGEST_QUESTION = 32
"""Words of a question that count: more make it slower, not better."""
LONGEST_WORD = 64
"""Letters by which words are told apart in `folded`; what is longer is a key or a hash."""


def passage_of(recorded: Recorded) -> tuple[Kind, str] | None:
    """What of an event people look for; None of most events."""
    match recorded.event:
        case happened.CustomerWrote(text=text) | happened.AgentReplied(text=text) if text:
            return "said", text
        case happened.NoteAdded(text=text) if text:
            return "note", text
        case happened.SubjectSet(subject=subject) if subject:
            return "said", subject
        case happened.ConversationResolved(solution=solution) if solution:
            return "solution", solution
        case _:
            return None


def undoes_solution(recorded: Recorded) -> bool:
    """From here on the solutions before are nothing to be offered."""
    undoing = (
        happened.SolutionRejected | happened.SolutionUndelivered | happened.ConversationReopened
    )
    return isinstance(recorded.event, undoing)


def telling(word: str) -> bool:
    """Short words join sentences in all five languages; short numbers are error codes."""
    return len(word) > 3 or word.isdecimal()  # noqa: PLR2004 - see above


def folded(text: str) -> list[str]:
    """Words without case and accents, alike in all five languages, in their order."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return [word[:LONGEST_WORD] for word in re.findall(r"[^\W_]+", plain)]
