"""Which phrases the bot takes for another intent: `python bot/confusions.py < phrases.json`.

Each phrase is judged by a model that has not seen it: the phrases are dealt into folds, and those
of one fold are asked of the model that the other folds make. The classifier is the bot's own.

    {"phrases": [[text, intent, whether to judge it], ...], "hardness": 0.5, "sharpness": 5.0}
 -> [{"text", "intent", "taken", "sure"}, ...]     only what is taken for another intent
"""

import json
import sys
from typing import Any

from linear import Linear

FOLDS = 5


def main() -> None:
    """Reads and answers once."""
    print(json.dumps(confusions(**json.load(sys.stdin))))  # noqa: T201 - its answer


def confusions(
    phrases: list[tuple[str, str, bool]], hardness: float, sharpness: float
) -> list[dict[str, Any]]:
    """The phrases that are taken for another intent, the surest mistake first."""
    folds = _dealt([intent for _, intent, _ in phrases])
    wrong = []
    for fold in range(FOLDS):
        learnt = [one for one, at in zip(phrases, folds, strict=True) if at != fold]
        model = Linear(sharpness)
        model.learn([text for text, _, _ in learnt], [name for _, name, _ in learnt], hardness)
        judged = [one for one, at in zip(phrases, folds, strict=True) if at == fold and one[2]]
        wrong += [found for one in judged if (found := _taken(model, *one[:2]))]
    return sorted(wrong, key=lambda one: (-one["sure"], one["text"]))


def _taken(model: Linear, text: str, intent: str) -> "dict[str, Any] | None":
    best = model.ranking(text)[0]
    if best["name"] == intent:
        return None
    sure = round(best["confidence"], 4)
    return {"text": text, "intent": intent, "taken": best["name"], "sure": sure}


def _dealt(intents: list[str]) -> list[int]:
    """The fold of each phrase: every intent's phrases are dealt out evenly, in their order."""
    dealt: dict[str, int] = {}
    folds = []
    for intent in intents:
        dealt[intent] = dealt.get(intent, -1) + 1
        folds.append(dealt[intent] % FOLDS)
    return folds


if __name__ == "__main__":
    main()
