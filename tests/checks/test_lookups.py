"""What issues are compared by has the same names in all languages."""

import pytest

from firstline.check import problems

from .kit import only


@pytest.mark.rule("R25", part="chats of a customer and their company")
def test_a_symptom_that_english_does_not_have_is_named(tree):
    line = tree.replace("locales/de/lookups.yml", "symptoms:", "symptoms:\n  verschollen: [weg]")
    only(tree, "locales/de/lookups.yml", line + 1, "'verschollen'", "locales/en")


@pytest.mark.rule("R25", part="chats of a customer and their company")
def test_a_topic_that_is_spelled_otherwise_is_named_on_both_sides(tree):
    line = tree.replace("locales/es/lookups.yml", "  video:", "  vidoe:")
    missing, unknown = problems(tree.root)
    assert unknown.startswith(f"locales/es/lookups.yml:{line}: unknown topics 'vidoe'")
    assert missing.startswith("locales/es/lookups.yml:1: expected topics 'video'")
