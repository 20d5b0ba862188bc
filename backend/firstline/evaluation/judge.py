"""Compares what the intake did with what was expected. Pure."""

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from firstline.domain.handoff import IMPACTS

from . import kinds
from .form import Answer as Reply
from .form import AnyOf, Case, Facts, alternatives, messages, values
from .score import Mark

READABLE = 5
"""Characters in a row of a secret that must not be left: keys keep four at each end."""
WORDS = 3
"""A message of fewer says too little of its language to be counted."""
SHOWN = 70
_REMAINS = re.compile("[^…\\s]{4}…[^…\\s]{4}|•{4}")

type Found = tuple[str, str]
"""A kind of fact and its plain value."""


class After(Struct, frozen=True):
    """How things stood after one message of the customer."""

    words: int = 0
    """Words of its prose."""
    language: str = ""
    asks_language: bool = False
    followed: bool = True
    """Whether the intake could still follow the language."""
    intent: str = ""


class Seen(Struct, frozen=True, kw_only=True):
    """What the intake did with a conversation."""

    facts: frozenset[tuple[str, str]] = frozenset()
    severity: int = 3
    written: tuple[tuple[str, str], ...] = ()
    """Texts of messages and files as they were sent, and as they were stored."""
    after: tuple[After, ...] = ()
    duplicates: frozenset[str] = frozenset()
    incidents: frozenset[str] = frozenset()
    issues: int | None = None
    """How many conversations were proposed; None where the intake knows no such offer."""
    questions: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    """The questions that were answered out of the case's `answers`."""
    handed_over: bool = False


def judge(case: Case, seen: Seen, language: str) -> list[Mark]:
    """Every mark of a conversation in the folder of `language`."""
    wanted = case.expected
    marks = [
        *facts(_needed(case, seen), _allowed(case, seen), seen.facts),
        *secrets(wanted.masked, wanted.kept, seen.written),
        *_languages(case, seen, language),
        *_intents(case, seen),
        *_needless(case, seen),
    ]
    if case.open:
        marks += offers("duplicates", wanted.duplicate, seen.duplicates)
    if case.incidents:
        marks += offers("incidents", wanted.incident, seen.incidents)
    if seen.issues is not None:
        marks += _splits(wanted.issues, seen.issues)
    if wanted.severity:
        marks.append(_equal("severity", str(wanted.severity), str(seen.severity)))
    if wanted.handed_over is not None:
        marks.append(_equal("handed_over", str(wanted.handed_over), str(seen.handed_over)))
    return marks


def facts(
    needed: Iterable[tuple[Found, ...]], allowed: Iterable[Found], found: Iterable[Found]
) -> Iterator[Mark]:
    """Each needed fact is one of several values; what is found and not needed must be allowed."""
    needed, found = list(needed), sorted(found)
    for some in needed:
        hit = any(_same(one, other) for one in some for other in found)
        yield Mark("facts", "right" if hit else "missed", some[0][0], some[0][1])
    known = [one for some in needed for one in some]
    known += allowed
    for one in found:
        if not any(_same(one, other) for other in known):
            yield Mark("facts", "false", *one)


def secrets(
    masked: Iterable[str], kept: Iterable[str], written: Iterable[tuple[str, str]]
) -> Iterator[Mark]:
    """What was to be masked and is not, and what was masked beyond it."""
    written, masked = list(written), list(masked)
    hidden = 0
    for secret in masked:
        places = [(sent, stored) for sent, stored in written if secret in sent]
        gone = all(is_hidden(secret, sent, stored) for sent, stored in places)
        hidden += sum(sent.count(secret) for sent, stored in places if secret not in stored)
        yield Mark("secrets", "right" if gone else "missed", kind="said", told=secret)
    lost = [
        one for one in kept if any(one in sent and one not in stored for sent, stored in written)
    ]
    yield from (Mark("secrets", "false", kind="said", told=one) for one in lost)
    remains = sum(_remains(stored) - _remains(sent) for sent, stored in written)
    for _ in range(remains - hidden - len(lost)):
        yield Mark("secrets", "false", kind="said", told="something that was not to be masked")


def is_hidden(secret: str, sent: str, stored: str) -> bool:
    """Whether nothing readable of a secret is left in what was stored of a text."""
    word = re.compile(rf"(?<!\w){re.escape(secret)}(?!\w)")
    around = word.sub("\0", sent) if word.search(sent) else sent.replace(secret, "\0")
    length = min(READABLE, len(secret))
    pieces = {secret[at : at + length] for at in range(len(secret) - length + 1)}
    return not any(piece in stored and piece not in around for piece in pieces)


def planted(value: str, sent: str, stored: str, *, secret: bool) -> Iterator[Mark]:
    """The marks of a generated text, in which a secret or a look-alike was planted."""
    told = sent if len(sent) <= SHOWN else f"{sent[:SHOWN]}…"
    if not secret:
        if stored != sent:
            yield Mark("secrets", "false", told=told)
        return
    yield Mark("secrets", "right" if is_hidden(value, sent, stored) else "missed", told=told)
    around = (piece.strip(" \t\n\"'.,:;=<>/()[]{}") for piece in sent.split(value))
    if any(piece not in stored for piece in around):
        yield Mark("secrets", "false", told=f"around: {told}")


def offers(figure: str, wanted: str, offered: Iterable[str]) -> Iterator[Mark]:
    """The offers of a conversation, `wanted` being the right one or 'none'."""
    offered = set(offered)
    if wanted != "none":
        told = f"{wanted}, offered {sorted(offered)}"
        yield Mark(figure, "right" if wanted in offered else "missed", told=told)
    for wrong in sorted(offered - {wanted}):
        yield Mark(figure, "false", told=f"offered {wrong}")


def _splits(wanted: int, seen: int) -> Iterator[Mark]:
    if wanted > 1:
        yield Mark("splits", "right" if seen > 1 else "missed", told=f"{wanted} issues")
    elif seen > 1:
        yield Mark("splits", "false", told=f"{seen} proposed for one issue")


def _equal(figure: str, wanted: str, seen: str) -> Mark:
    told = f"expected {wanted}, not {seen}"
    return Mark(figure, "right" if wanted == seen else "missed", wanted, told)


def _needed(case: Case, seen: Seen) -> Iterator[tuple[Found, ...]]:
    """The facts that stand there: in messages, in answers that were given, in the case's kind."""
    given = {name: case.answers[name] for name in seen.answered}
    told = [each.facts for each in given.values() if isinstance(each, Reply)]
    impact = given.get("impact")
    pressed: Facts = {"impact": impact} if isinstance(impact, str) and impact in IMPACTS else {}
    wanted = case.expected.facts
    for one in told:
        wanted = wanted | one
    wanted = wanted | pressed
    if case.kind != "other" and "issue_kind" not in (wanted | case.expected.may):
        wanted = wanted | {"issue_kind": case.kind}
    for kind, value in wanted.items():
        plain = tuple((kind, kinds.plain(kind, one)) for one in alternatives(value))
        yield from [plain] if isinstance(value, AnyOf) else [(one,) for one in plain]


def _allowed(case: Case, seen: Seen) -> list[Found]:
    """What may be found: what the case says, and what an answer to a question of it holds."""
    may = [(kind, kinds.plain(kind, value)) for kind, value in values(case.expected.may)]
    if case.kind != "other":
        may.append(("issue_kind", case.kind))  # also where it can be argued about
    return may + [(name, "true") for name in seen.answered if name in kinds.THERE]


def _same(one: Found, other: Found) -> bool:
    return one[0] == other[0] and kinds.same(one[0], one[1], other[1])


def _languages(case: Case, seen: Seen, language: str) -> Iterator[Mark]:
    before: tuple[str, ...] = ()
    for message, after in zip(messages(case.messages), seen.after, strict=False):
        written = message.language or language
        wanted = (written,) if isinstance(written, str) else written
        if message.press or "none" in wanted:
            continue
        switched = bool(before) and not set(before) & set(wanted)
        before = wanted
        if after.words < WORDS or not after.followed:
            continue
        right = after.language in wanted or (switched and after.asks_language)
        told = f"{message.text[:SHOWN]!r} taken for {after.language}"
        asked = " and asked" if after.asks_language else ""
        yield Mark("language", "right" if right else "missed", wanted[0], told + asked)


def _intents(case: Case, seen: Seen) -> Iterator[Mark]:
    for message, after in zip(messages(case.messages), seen.after, strict=False):
        if message.intent and after.intent:
            alike = {message.intent, after.intent} <= {"answer", "describe_problem"}
            right = alike or message.intent == after.intent
            told = f"{message.text[:SHOWN]!r} taken for {after.intent}"
            got = message.intent if alike else after.intent
            yield Mark("intents", "right" if right else "missed", message.intent, told, got)


def _needless(case: Case, seen: Seen) -> Iterator[Mark]:
    """Questions that were asked though they were not to be, and questions beyond the limit."""
    may, most = case.expected.questions, case.expected.at_most
    asked = [one for one in seen.questions if one != "language"]
    if may is not None:
        able = {*may, *(("screenshot",) if "logs" in may else ())}
        for one in asked:
            yield Mark("needless", "right" if one in able else "false", one, f"asked {one}")
    if most is not None and len(asked) > most:
        yield Mark("needless", "false", "at_most", f"asked {len(asked)} times, not {most}")


def _remains(text: str) -> int:
    return len(_REMAINS.findall(text))
