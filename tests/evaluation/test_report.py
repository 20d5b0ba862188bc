"""Figures by set and language, as eval.json has them, and what is told of them."""

import re

from firstline.evaluation.command import _misses
from firstline.evaluation.measure import Result
from firstline.evaluation.report import figures, lines, misses, page
from firstline.evaluation.score import Mark

RESULTS = [
    Result(
        "tuning",
        "de",
        "a",
        (
            *[Mark("facts", "right", "time")] * 3,
            Mark("facts", "missed", "area", "media"),
            Mark("intents", "right", "greet", got="greet"),
            Mark("intents", "missed", "thanks", "'danke <b>'", got="greet"),
            Mark("language", "right", "de"),
            Mark("needless", "false", "time", "asked time"),
        ),
        questions=3,
    ),
    Result("tuning", "en", "b", (Mark("facts", "false", "area", "media"),), questions=0),
    Result("tuning", "en", "c", (Mark("duplicates", "right"), Mark("duplicates", "false"))),
    Result("aside", "ru", "d", tuple([Mark("secrets", "right")] * 9 + [Mark("secrets", "missed")])),
]
DATA = figures(RESULTS)


def test_the_shape_of_the_file() -> None:
    assert {name: list(of) for name, of in DATA.items()} == {
        "tuning": ["all", "en", "de"],
        "aside": ["all", "ru"],
    }
    promised = {"facts", "secrets", "language", "duplicates", "intents", "questions", "cases"}
    assert all(promised <= one.keys() for of in DATA.values() for one in of.values())


def test_figures_are_of_a_language_and_of_all() -> None:
    pooled, german = DATA["tuning"]["all"], DATA["tuning"]["de"]
    assert pooled["facts"] == {"recall": 0.75, "precision": 0.75}
    assert german["facts"] == {"recall": 0.75, "precision": 1.0}
    assert pooled["duplicates"] == {"recall": 1.0, "precision": 0.5}
    assert (pooled["questions"], german["questions"], pooled["cases"]) == (1.5, 3, 3)
    assert (german["intents"], german["needed"]) == (0.5, 0.0)
    assert german["splits"] == {"recall": None, "precision": None}
    assert DATA["aside"]["all"]["secrets"]["recall"] == 0.9
    assert DATA["aside"]["all"]["lower"]["secrets"]["recall"] == 0.5958
    assert DATA["aside"]["all"]["counts"]["secrets"]["recall"] == [9, 10]


def test_kinds_and_confusions() -> None:
    german = DATA["tuning"]["de"]
    assert german["kinds"]["area"] == {
        "recall": 0.0,
        "precision": None,
        "counts": {"recall": [0, 1], "precision": [0, 0]},
    }
    assert german["confusions"] == {"greet": {"greet": 1}, "thanks": {"greet": 1}}


def test_misses_name_case_and_kind() -> None:
    told = list(misses(RESULTS))
    assert "de a: facts area missed: media" in told
    assert "de a: needless time false: asked time" in told
    assert len(told) == 6


def test_what_was_set_aside_is_not_listed_without_being_asked_for_twice() -> None:
    told = _misses(RESULTS, really=False)
    assert not any(line.startswith("ru d") for line in told)
    assert told[-1] == "aside: 1 more that are not listed without --really"
    assert any(line.startswith("ru d") for line in _misses(RESULTS, really=True))


def test_lines_and_page_show_a_figure_with_its_lower_end() -> None:
    shown = "0.900 (0.596)"
    assert any(re.match(rf"  secrets recall +{re.escape(shown)}", line) for line in lines(DATA))
    assert shown in page(DATA)
    assert "thanks" in page(DATA)
