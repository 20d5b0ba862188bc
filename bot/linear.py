"""The linear model behind the classifier: learnt from phrases, asked with a text.

It knows nothing of Rasa, so that the desk can compare phrases with it (bot/confusions.py).
"""

from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC
from words import rarities, weights

RANKED = 5


class Linear:
    """Names the intent of a text, with a confidence from 0 to 1.

    `sharpness` makes the margins of the SVM confidences (measured).
    """

    def __init__(self, sharpness: float) -> None:
        self._sharpness = sharpness
        self.intents: list[str] = []
        self.rarity: dict[str, float] = {}
        self.slopes = np.zeros((0, 0), dtype=np.float32)
        self.levels = np.zeros(0, dtype=np.float32)
        self._row: dict[str, int] = {}

    def learn(self, texts: list[str], names: list[str], hardness: float) -> None:
        """From texts with the names of their intents; `hardness` is the SVM's C."""
        self.know(rarities(texts))
        model = LinearSVC(C=hardness, class_weight="balanced", random_state=1)
        model.fit(self._matrix(texts), names)
        self.intents = [str(name) for name in model.classes_]
        self.slopes = model.coef_.T.astype(np.float32)
        self.levels = model.intercept_.astype(np.float32)

    def know(self, rarity: dict[str, float]) -> None:
        """The features that count, and how rare each is."""
        self.rarity = rarity
        self._row = {name: row for row, name in enumerate(rarity)}

    def ranking(self, text: str) -> list[dict[str, Any]]:
        """The likeliest intents, the best first."""
        found = weights(text, self.rarity)
        rows = [self._row[name] for name in found]
        margins = np.array(list(found.values()), dtype=np.float32) @ self.slopes[rows]
        odds = np.exp(self._sharpness * (margins + self.levels))
        sure = odds / odds.sum()
        best = np.argsort(-sure)[:RANKED]
        return [{"name": self.intents[one], "confidence": float(sure[one])} for one in best]

    def _matrix(self, texts: list[str]) -> csr_matrix:
        found = [(at, weights(text, self.rarity)) for at, text in enumerate(texts)]
        cells: list[tuple[int, int, float]] = [
            (at, self._row[name], weight) for at, one in found for name, weight in one.items()
        ]
        rows, columns, values = zip(*cells, strict=False)
        return csr_matrix((values, (rows, columns)), shape=(len(texts), len(self._row)))
