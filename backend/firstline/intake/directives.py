"""What the bot's directives become: answers, lines and acts, for the domain to decide on. Pure."""

from collections.abc import Iterable

from firstline.domain.commands import Act, Say
from firstline.domain.context import Finding
from firstline.domain.conversation import Conversation
from firstline.domain.handoff import IMPACTS

from .descriptions import first, is_described, whole
from .rasa import Directive
from .situation import is_answered

TAKES_DOWN = frozenset({"answer", "correct"})
"""What a directive does that only notes what was said."""
SHOWN = frozenset({"screenshot", "logs"})
"""What cannot be told: 'I will send it tomorrow' is neither a picture nor a log."""


def answers(
    directives: Iterable[Directive],
    text: str,
    asked: str | None,
    state: Conversation,
    found: tuple[Finding, ...],
) -> Iterable[Finding]:
    """What the bot takes as the answer to what was asked, where no rule found it already."""
    there = (*found, *state.findings)
    for directive in directives:
        what = directive.what or asked or "description"
        if directive.do != "answer" or not text.strip():
            continue
        if what == "description" and not is_described(state):
            yield first(what, found) or whole(what, text, state)
        elif not is_answered(what, there) and _fits(what, text):
            yield whole(what, text, state)


def lines(directives: Iterable[Directive]) -> Iterable[Say]:
    """What the bot wants said."""
    for directive in directives:
        if directive.say:
            yield Say(directive.say, directive.values, directive.choices, directive.asks)


def acts(
    directives: Iterable[Directive], asked: str | None, there: tuple[Finding, ...]
) -> Iterable[Act]:
    """What the bot wants done; words in place of a picture show nothing, and end the question."""
    for directive in directives:
        if directive.do and directive.do not in TAKES_DOWN:
            yield Act(directive.do, directive.to)
        elif directive.do == "answer" and (directive.what or asked) in SHOWN:
            yield from () if is_answered("screenshot", there) else (Act("skip"),)


def does(what: str, directives: Iterable[Directive]) -> bool:
    """Whether one of them wants this done."""
    return any(directive.do == what for directive in directives)


def _fits(what: str, text: str) -> bool:
    """An impact is one of four words, a picture none; everything else may be said in any."""
    return what not in SHOWN and (what != "impact" or text in IMPACTS)
