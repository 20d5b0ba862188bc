"""Figures out of marks: as data, as a page, as lines for a terminal."""

import html
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from firstline.locales import LANGUAGES

from .measure import Result
from .score import Mark, Share, precision, recall

BOTH = ("facts", "secrets", "secrets_said", "duplicates", "splits", "incidents")
"""Figures with recall and precision; the others are shares of what was counted."""
SHARES = ("language", "intents", "severity", "handed_over")
ALL = "all"

type Data = dict[str, Any]


def figures(results: Sequence[Result]) -> Data:
    """Everything by set and language, "all" being all of a set: the content of eval.json."""
    sets = sorted({one.set for one in results}, reverse=True)
    return {name: _set([one for one in results if one.set == name]) for name in sets}


def _set(results: list[Result]) -> Data:
    spoken = [name for name in LANGUAGES if any(one.language == name for one in results)]
    each = {name: _figures([one for one in results if one.language == name]) for name in spoken}
    return {ALL: _figures(results), **each}


def _figures(results: list[Result]) -> Data:
    marks = [mark for one in results for mark in one.marks]
    of = {name: [mark for mark in marks if mark.figure == name] for name in (*BOTH, *SHARES)}
    of["secrets_said"] = [mark for mark in of["secrets"] if mark.kind == "said"]
    asked = [one.questions for one in results if one.questions is not None]
    shares = {name: _both(of[name]) for name in BOTH} | {n: recall(of[n]) for n in SHARES}
    shares["needed"] = precision(mark for mark in marks if mark.figure == "needless")
    return {
        **{name: _told(share, "value") for name, share in shares.items()},
        "questions": round(sum(asked) / len(asked), 3) if asked else None,
        "cases": len(results),
        "broken": sum(mark.figure == "broken" for mark in marks),
        "conversations": len(asked),
        "lower": {name: _told(share, "lower") for name, share in shares.items()},
        "counts": {name: _counts(share) for name, share in shares.items()},
        "kinds": _kinds(of["facts"]),
        "confusions": _confusions(of["intents"]),
    }


def _both(marks: list[Mark]) -> dict[str, Share]:
    return {"recall": recall(marks), "precision": precision(marks)}


def _told(share: Share | dict[str, Share], end: str) -> Any:
    if isinstance(share, dict):
        return {name: _told(one, end) for name, one in share.items()}
    value = getattr(share, end)
    return None if value is None else round(value, 4)


def _counts(share: Share | dict[str, Share]) -> Any:
    if isinstance(share, dict):
        return {name: _counts(one) for name, one in share.items()}
    return [share.hits, share.of]


def _kinds(marks: list[Mark]) -> Data:
    kinds = sorted({mark.kind for mark in marks})
    by_kind = {kind: _both([mark for mark in marks if mark.kind == kind]) for kind in kinds}
    return {
        kind: {**_told(both, "value"), "counts": _counts(both)} for kind, both in by_kind.items()
    }


def _confusions(marks: list[Mark]) -> dict[str, dict[str, int]]:
    """How often which intent was taken for which."""
    counted = Counter((mark.kind, mark.got) for mark in marks)
    rows: dict[str, dict[str, int]] = {}
    for (wanted, got), count in sorted(counted.items()):
        rows.setdefault(wanted, {})[got] = count
    return rows


def misses(results: Iterable[Result]) -> Iterator[str]:
    """What failed, a line each."""
    for one in results:
        for mark in one.marks:
            if mark.verdict != "right":
                kind = f" {mark.kind}" if mark.kind else ""
                yield f"{one.language} {one.id}: {mark.figure}{kind} {mark.verdict}: {mark.told}"


def lines(data: Data) -> Iterator[str]:
    """The figures for a terminal: recall / precision, the lower end in parentheses."""
    for name, languages in data.items():
        rows = [("", *languages), *_rows(languages)]
        widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
        yield f"{name}:"
        for row in rows:
            cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
            yield "  " + "  ".join(cells).rstrip()


def _rows(languages: Mapping[str, Data]) -> Iterator[tuple[str, ...]]:
    for figure in BOTH:
        for end in ("recall", "precision"):
            cells = (
                _cell(one[figure][end], one["lower"][figure][end]) for one in languages.values()
            )
            yield f"{figure} {end}", *cells
    for figure in (*SHARES, "needed"):
        yield figure, *(_cell(one[figure], one["lower"][figure]) for one in languages.values())
    for figure in ("questions", "cases", "broken"):
        yield (
            figure,
            *("-" if one[figure] is None else f"{one[figure]:g}" for one in languages.values()),
        )


def _cell(value: float | None, lower: float | None) -> str:
    return "-" if value is None or lower is None else f"{value:.3f} ({lower:.3f})"


def page(data: Data) -> str:
    """The same as a page that needs nothing else."""
    body = "".join(_section(name, languages) for name, languages in data.items())
    return f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>How much the intake understands</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem }}
table {{ border-collapse: collapse; margin: 1rem 0 }}
th, td {{ padding: .25rem .75rem; text-align: right; border-bottom: 1px solid #ddd }}
th:first-child {{ text-align: left }}
</style>
<h1>How much the intake understands</h1>
<p>Beside each figure stands, in parentheses, the lower end of its 95 % interval.</p>
{body}</html>
"""


def _section(name: str, languages: Mapping[str, Data]) -> str:
    pooled = languages[ALL]
    kinds = [
        (
            kind,
            *(f"{_number(of[end])} of {of['counts'][end][1]}" for end in ("recall", "precision")),
        )
        for kind, of in pooled["kinds"].items()
    ]
    confused = [
        (wanted, " · ".join(f"{got} {count}" for got, count in row.items()))
        for wanted, row in pooled["confusions"].items()
    ]
    return (
        f"<h2>{html.escape(name)}</h2>"
        + _table(("", *languages), _rows(languages))
        + "<h3>Kinds of facts</h3>"
        + _table(("", "recall", "precision"), kinds)
        + "<h3>What intents were taken for</h3>"
        + _table(("", "taken for"), confused)
    )


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return f"<table>{_row(head, 'th')}{''.join(_row(row, 'td') for row in rows)}</table>"


def _row(cells: Sequence[str], tag: str) -> str:
    first, *others = (html.escape(cell) for cell in cells)
    rest = "".join(f"<{tag}>{cell}</{tag}>" for cell in others)
    return f"<tr><th>{first}</th>{rest}</tr>"
