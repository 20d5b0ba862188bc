"""Weighs the pieces of examples against each other; `firstline learn` runs it.

It stands here because scikit-learn comes with Rasa, in the bot's environment. It reads from
standard input and writes to standard output, both as JSON; their forms are `Given` and the file of
`firstline.intake.learned`.
"""

import json
import sys
from typing import Any, TypedDict

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.svm import LinearSVC

IN_EXAMPLES = 2
"""Examples in which a piece must stand to say anything."""
FOLDS = 5
SOFTNESS = 0.5
"""How much single examples may pull; chosen on rounds of cases that were left out."""


class Given(TypedDict):
    """The examples: how often each piece stands in each, and the right answers by question."""

    step: int
    kept: dict[str, int]
    pieces: list[dict[str, int]]
    answers: dict[str, list[str]]


def main() -> None:
    """Learns, and says how many of the examples it would have known without having seen them."""
    given: Given = json.load(sys.stdin)
    vectors = DictVectorizer(dtype=np.float64)
    counted = vectors.fit_transform(given["pieces"])
    names = vectors.get_feature_names_out()
    kept = _telling(counted, names, given["answers"], given["kept"])
    counted, names = counted[:, kept], names[kept]
    rarity = TfidfTransformer(sublinear_tf=True).fit(counted)
    valued = rarity.transform(counted)
    told = {name: _learned(valued, answers) for name, answers in given["answers"].items()}
    step = given["step"]
    columns = [rarity.idf_, *(one for question in told.values() for one in question["weights"])]
    table = np.rint(np.array(columns).T * step).astype(int)
    saying = np.abs(table[:, 1:]).max(axis=1) > 0
    json.dump(
        {
            "known": {name: question["known"] for name, question in told.items()},
            "questions": {name: _question(question, step) for name, question in told.items()},
            "pieces": dict(zip(names[saying], table[saying].tolist(), strict=True)),
        },
        sys.stdout,
    )


def _telling(counted: csr_matrix, names: Any, answers: dict[str, list[str]], kept: Any) -> Any:
    """The pieces of each alphabet that weigh most for any answer when all are looked at."""
    often = np.flatnonzero(np.diff(counted.tocsc().indptr) >= IN_EXAMPLES)
    valued = TfidfTransformer(sublinear_tf=True).fit_transform(counted[:, often])
    weights = []
    for right in answers.values():
        told = np.flatnonzero([bool(answer) for answer in right])
        fitted = _classifier().fit(valued[told], np.array(right)[told])
        weights.append(np.abs(fitted.coef_).max(axis=0))
    order = often[np.argsort(-np.max(weights, axis=0), kind="stable")]
    alphabets = np.array([_alphabet(name) for name in names[order]])
    most = [order[alphabets == alphabet][:many] for alphabet, many in kept.items()]
    return np.sort(np.concatenate(most))


def _alphabet(piece: str) -> str:
    return "cyrillic" if any("а" <= letter <= "я" for letter in piece) else "latin"


def _learned(valued: csr_matrix, answers: list[str]) -> dict[str, Any]:
    """A classifier, and how it does on examples of which it was not told."""
    told = np.flatnonzero([bool(answer) for answer in answers])
    valued, right = valued[told], np.array(answers)[told]
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    unseen = cross_val_predict(_classifier(), valued, right, cv=folds, method="decision_function")
    chosen = np.sort(unseen, axis=1)
    ahead = (chosen[:, -1] - chosen[:, -2]).reshape(-1, 1)
    classes = np.unique(right)
    hit = classes[unseen.argmax(axis=1)] == right
    slope, offset = _curve(ahead, hit)
    fitted = _classifier().fit(valued, right)
    return {
        "answers": fitted.classes_.tolist(),
        "weights": fitted.coef_,
        "biases": fitted.intercept_,
        "slope": slope,
        "offset": offset,
        "known": [bool(one) for one in hit],
    }


def _curve(ahead: Any, hit: Any) -> tuple[float, float]:
    """How sure an answer is by how far it is ahead; of a few clear examples all are known."""
    if hit.all() or not hit.any():
        return 1.0, 0.0
    curve = LogisticRegression().fit(ahead, hit)
    return float(curve.coef_[0, 0]), float(curve.intercept_[0])


def _classifier() -> LinearSVC:
    return LinearSVC(C=SOFTNESS, class_weight="balanced", random_state=0)


def _question(learned: dict[str, Any], step: int) -> dict[str, Any]:
    return {
        "answers": learned["answers"],
        "biases": np.rint(np.array(learned["biases"]) * step).astype(int).tolist(),
        "slope": round(learned["slope"], 3),
        "offset": round(learned["offset"], 3),
    }


if __name__ == "__main__":
    main()
