import pytest

from firstline.intake import fact_words
from tests.checks.kit import Tree


@pytest.fixture
def tree(tmp_path):
    """A copy of what editors write; words that a test has taken from it are forgotten after it."""
    before = fact_words.source()
    yield Tree(tmp_path / "tree")
    fact_words.use(before)
