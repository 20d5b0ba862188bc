"""The classifier: a linear model over the words and pieces of words of a text.

In place of Rasa's CountVectorsFeaturizer and LogisticRegressionClassifier: trained in seconds
instead of a minute, asked in under a millisecond, and better on phrases it has not seen, since it
weighs features by their rarity, reads stems beside pieces, and sees no difference between digits.
"""

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC
from words import rarities, weights

RANKED = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Classifier(GraphComponent):
    """Names the intent of a text, with a confidence from 0 to 1."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._intents: list[str] = []
        self._rarity: dict[str, float] = {}
        self._row: dict[str, int] = {}
        self._slopes = np.zeros((0, 0), dtype=np.float32)
        self._levels = np.zeros(0, dtype=np.float32)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`hardness` is the SVM's C; `sharpness` makes its margins confidences (measured)."""
        return {"hardness": 0.5, "sharpness": 5.0}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - Rasa passes it by name
    ) -> "Classifier":
        """An untrained classifier, as Rasa asks for one before training."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the phrases of all languages at once; one model serves them all."""
        examples = [one for one in training_data.intent_examples if one.get(TEXT)]
        texts = [one.get(TEXT) for one in examples]
        self._know(rarities(texts))
        names = [one.get(INTENT) for one in examples]
        model = LinearSVC(C=self._config["hardness"], class_weight="balanced", random_state=1)
        model.fit(self._matrix(texts), names)
        self._intents = [str(name) for name in model.classes_]
        self._slopes = model.coef_.T.astype(np.float32)
        self._levels = model.intercept_.astype(np.float32)
        self._persist()
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Called by Rasa for each message of a customer."""
        for message in messages:
            ranking = self._ranking(message.get(TEXT) or "")
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _ranking(self, text: str) -> list[dict[str, Any]]:
        found = weights(text, self._rarity)
        rows = [self._row[name] for name in found]
        margins = np.array(list(found.values()), dtype=np.float32) @ self._slopes[rows]
        odds = np.exp(self._config["sharpness"] * (margins + self._levels))
        sure = odds / odds.sum()
        best = np.argsort(-sure)[:RANKED]
        return [{"name": self._intents[one], "confidence": float(sure[one])} for one in best]

    def _know(self, rarity: dict[str, float]) -> None:
        self._rarity = rarity
        self._row = {name: row for row, name in enumerate(rarity)}

    def _matrix(self, texts: list[str]) -> csr_matrix:
        found = [(at, weights(text, self._rarity)) for at, text in enumerate(texts)]
        cells: list[tuple[int, int, float]] = [
            (at, self._row[name], weight) for at, one in found for name, weight in one.items()
        ]
        rows, columns, values = zip(*cells, strict=False)
        return csr_matrix((values, (rows, columns)), shape=(len(texts), len(self._row)))

    def _persist(self) -> None:
        with self._storage.write_to(self._resource) as folder:
            known = {"intents": self._intents, "rarity": self._rarity}
            (folder / "known.json").write_text(json.dumps(known), "utf-8")
            np.savez(folder / "learnt.npz", slopes=self._slopes, levels=self._levels)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - Rasa passes it by name
        **_: Any,
    ) -> "Classifier":
        """The classifier as it was trained."""
        one = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            known = json.loads((folder / "known.json").read_text("utf-8"))
            learnt = np.load(folder / "learnt.npz")
            one._slopes, one._levels = learnt["slopes"], learnt["levels"]
        one._intents = known["intents"]
        one._know(known["rarity"])
        return one
