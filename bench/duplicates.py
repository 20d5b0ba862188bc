"""How well duplicates are told, and the weights that the cases at hand ask for (R25).

`python -m bench.duplicates` prints, for the weights in `intake/evidence.py` and for weights fitted
anew, recall and precision on the pairs of `tests/eval/tuning`. The fitted ones are judged out of
round: a round of cases is always judged by weights that were fitted on the other rounds. A logistic
regression, whose signs are held to what each sign says, fits them. With the pairs it learns from
cases that have nothing to do with each other, which count for a part of them, since a customer's
open conversations are mostly such. Without a desk, so it takes half a minute. Areas are read
by what was learned from all cases, those of the judged round included.
"""

import json
import math
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, get_args

from firstline.evaluation import cases, form
from firstline.evaluation.measure import as_case
from firstline.intake import duplicates, evidence, facts
from firstline.intake.evidence import START, WEIGHTS, Case, For, Sign

CASES = Path(__file__).parent.parent / "tests" / "eval" / "tuning"
ROUNDS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
STRANGERS, STRANGE = 30, 0.15
"""Cases that each is laid beside, and what all these count, as a part of what the pairs count."""
RIDGE = 0.2
"""How strongly weights are held near nothing: a sign that is rarely there says little."""
SWEEPS = 60
FLAT = 0.02
"""The least bend of a curve: Newton's steps overshoot where it is flat."""
FOR = frozenset(get_args(For.__value__))

type Signs = Mapping[Sign, float]
type Weights = Mapping[str, float]


class Told(NamedTuple):
    """A case: what is compared whenever its customer has written, and what is right."""

    round: str
    language: str
    looks: Sequence[Case]
    open: Mapping[str, Case]
    wanted: str


class Row(NamedTuple):
    """Signs between two conversations, whether they are one issue, and how much that counts."""

    signs: Signs
    same: bool
    counts: float


def measure() -> dict[str, Any]:
    """Recall and precision pooled and of each round, and the weights fitted on all of them."""
    facts.warm()
    told = list(read())
    apart = {
        name: fit(rows([one for one in told if one.round != name]))
        for name in {one.round for one in told}
    }
    threshold = math.log(duplicates.THRESHOLD / (1 - duplicates.THRESHOLD))
    whole = fit(rows(told))
    own = {"START": START} | {str(sign): weight for sign, weight in WEIGHTS.items()}
    return {
        "now": by_round(told, dict.fromkeys(apart, own), threshold),
        "out_of_round": by_round(told, apart, threshold),
        "alarms_of_strangers": strange(told, own, threshold),
        "weights": {name: round(weight, 2) for name, weight in sorted(whole.items())},
        "out_of_round_at": {
            limit: score(told, apart, math.log(limit / (1 - limit)))
            for limit in (0.5, 0.55, 0.6, 0.65, 0.7, 0.75)
        },
    }


def read() -> Iterator[Told]:
    """All pairs, and the conversations with others open, as the desk would compare them."""
    for file in cases.files_in(CASES):
        (content,) = cases.read([file])
        named = next((name for name in ROUNDS if file.name.startswith(name)), "first")
        talks = [one for one in content.file.conversations if one.open]
        for one in (*talks, *(as_case(p, content.language) for p in content.file.pairs)):
            yield _told(one, named, content.language)


def _told(one: form.Case, named: str, language: str) -> Told:
    now = form.moment(one.now)
    said = [message.text for message in form.messages(one.messages)]
    spoken = str(one.browser[0]).replace("-", "_") if one.browser else language
    looks = ["\n".join(said[: n + 1]) for n in range(len(said))]
    return Told(
        named,
        language,
        [_case("new", text, now, one.zone, spoken) for text in looks],
        {open_.key: _opened(open_, now, one.zone) for open_ in one.open},
        one.expected.duplicate,
    )


def _opened(one: form.Open, now: int, zone: str) -> Case:
    text = "\n".join(message.text for message in form.messages(one.messages))
    return _case(one.key, text, now - form.span(one.ago), zone, one.language)


def _case(stream: str, text: str, at: int, zone: str, language: str) -> Case:
    found = facts.find(text, now=at, zone=zone, language=language, source=1)
    return duplicates.case(stream, stream, text, found, at)


def rows(told: Sequence[Told]) -> list[Row]:
    """What is to be learnt: the pairs, and cases laid beside others of their language."""
    own = [Row(*one) for case in told for one in _own(case)]
    others = list(_strangers(told))
    much = STRANGE * len(told) / max(1, len(others))
    return [*own, *(Row(signs, same=False, counts=much) for signs in others)]


def _own(told: Told) -> Iterator[tuple[Signs, bool, float]]:
    """What is one issue shows when all is said; what is not, must not seem so before."""
    for look in told.looks:
        for key, other in told.open.items():
            same = key == told.wanted
            if not same or look is told.looks[-1]:
                yield evidence.signs(look, other), same, 1 if same else 1 / len(told.looks)


def _strangers(told: Sequence[Told]) -> Iterator[Signs]:
    chance = random.Random(1)  # noqa: S311 - the same for every run
    spoken: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        spoken[one.language].append(one)
    for one in told:
        others = [o for o in spoken[one.language] if o is not one and not _told_alike(one, o)]
        for other in chance.sample(others, min(STRANGERS, len(others))):
            yield from (evidence.signs(one.looks[-1], case) for case in other.open.values())


def _told_alike(one: Told, other: Told) -> bool:
    """Pairs often share one side."""
    said = {case.topics.said for case in (*one.open.values(), one.looks[-1])}
    return not said.isdisjoint(
        {case.topics.said for case in (*other.open.values(), other.looks[-1])}
    )


def fit(learnt: Iterable[Row]) -> Weights:
    """The weights that make what is learnt likeliest, bent one after another until they stand."""
    counted: dict[tuple[frozenset[tuple[str, float]], bool], float] = defaultdict(float)
    for row in learnt:
        counted[frozenset({("START", 1.0), *row.signs.items()}), row.same] += row.counts
    points = [_Point(dict(signs), same, much) for (signs, same), much in counted.items()]
    weights = {"START": 0.0, **dict.fromkeys(map(str, WEIGHTS), 0.0)}
    having = {name: [point for point in points if name in point.signs] for name in weights}
    for _ in range(SWEEPS):
        for name, points_having in having.items():
            before = weights[name]
            weights[name] = _bent(name, before, points_having)
            for point in points_having:
                point.sum += (weights[name] - before) * point.signs[name]
    return weights


@dataclass
class _Point:
    """Rows that are alike, and the sum of the weights of their signs so far."""

    signs: Mapping[str, float]
    same: bool
    counts: float
    sum: float = 0.0


def _bent(name: str, weight: float, points: Iterable[_Point]) -> float:
    """A weight after one step of Newton's; a sign for may not speak against, nor against for."""
    ridge = 0.0 if name == "START" else RIDGE
    slope, bend = ridge * weight, ridge + FLAT
    for point in points:
        likely, much = 1 / (1 + math.exp(-point.sum)), point.signs[name]
        slope += point.counts * (likely - point.same) * much
        bend += point.counts * max(likely * (1 - likely), FLAT) * much**2
    bent = weight - slope / bend
    if name == "START":
        return bent
    return max(0.0, bent) if name in FOR else min(0.0, bent)


def by_round(
    told: Sequence[Told], weights: Mapping[str, Weights], threshold: float
) -> dict[str, dict[str, float]]:
    """Recall and precision of all and of each round, each by the weights for it."""
    named = sorted({one.round for one in told})
    return {"all": score(told, weights, threshold)} | {
        name: score([one for one in told if one.round == name], weights, threshold)
        for name in named
    }


def score(
    told: Iterable[Told], weights: Mapping[str, Weights], threshold: float
) -> dict[str, float]:
    """What was offered against what is right."""
    right = offered = wanted = 0
    for one in told:
        found = _offered(one, weights[one.round], threshold)
        right += one.wanted in found
        offered += len(found)
        wanted += one.wanted in one.open
    return {
        "recall": round(right / (wanted or 1), 3),
        "precision": round(right / (offered or 1), 3),
        "pairs": wanted,
    }


def _offered(told: Told, weights: Weights, threshold: float) -> set[str]:
    """The keys that the customer is asked about, one whenever something was written."""
    offered: set[str] = set()
    for look in told.looks:
        rated = {key: odds(look, other, weights) for key, other in told.open.items()}
        likest = max(rated.keys() - offered, key=rated.__getitem__, default="")
        if likest and rated[likest] >= threshold:
            offered.add(likest)
    return offered


def odds(new: Case, other: Case, weights: Weights) -> float:
    """As `evidence.odds`, by other weights."""
    found = evidence.signs(new, other)
    return weights["START"] + sum(weights[sign] * much for sign, much in found.items())


def strange(told: Sequence[Told], weights: Weights, threshold: float) -> float:
    """How many of the cases laid beside others would be asked about: a part of one."""
    sums = [
        weights["START"] + sum(weights[sign] * much for sign, much in signs.items())
        for signs in _strangers(told)
    ]
    return round(sum(one >= threshold for one in sums) / len(sums), 4)


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
