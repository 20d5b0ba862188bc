"""The browser's types are the desk's structs."""

from pathlib import Path

import pytest
from msgspec import Struct, inspect

from firstline import browser_types
from firstline.browser_types import types

FILE = Path(__file__).parent.parent / "client/src/generated/types.ts"


def test_the_browsers_types_are_up_to_date():
    assert FILE.read_text("utf-8") == types(), (
        "run: python -m firstline.browser_types > client/src/generated/types.ts"
    )


class Part(Struct, omit_defaults=True):
    must: int
    may: str = ""
    none: bool | None = None


class Whole(Struct):
    parts: tuple[Part, ...]
    by_name: dict[str, Part | None]
    either: list[int | str] = []


def test_what_is_left_out_by_default_may_be_missing_and_everything_else_is_there():
    written = [browser_types._interface(one) for one in browser_types._with_parts((Whole,))]
    assert written == [
        "export interface Part {\n  must: number;\n  may?: string;\n  none?: boolean;\n}\n",
        (
            "export interface Whole {\n  parts: Part[];\n  by_name: Record<string, Part | null>;\n"
            "  either: (number | string)[];\n}\n"
        ),
    ]


def test_a_type_without_a_browsers_word_is_refused():
    with pytest.raises(NotImplementedError):
        browser_types._type(inspect.BytesType())
