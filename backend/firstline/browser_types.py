"""Writes the browser's types from the structs that travel: `python -m firstline.browser_types`.

    python -m firstline.browser_types > client/src/generated/types.ts

What the browser calls these things stands in `client/src/protocol.ts`; `protocol.check.ts` fails
to compile where the two part ways.
"""

import sys
from collections.abc import Iterable, Iterator
from typing import get_args

import msgspec
from msgspec import Struct, inspect

from .domain.context import ItemState, What
from .domain.conversation import Phase
from .domain.events import Channel, ClockName, Mark
from .domain.handoff import IMPACTS
from .editing.confusions import Confusions
from .editing.reload import Told
from .editing.trial import Heard
from .editing.workbench import Verdict
from .locales import LANGUAGES
from .view import CustomerCard, Entry
from .wire import TABLE

SHOWN: tuple[type[Struct], ...] = (Entry, CustomerCard, Told, Verdict, Heard, Confusions)
"""What the desk sends; what they consist of follows."""

WORDS: dict[str, tuple[str, ...]] = {
    "Language": LANGUAGES,
    "Phase": tuple(str(phase.__struct_config__.tag) for phase in get_args(Phase.__value__)),
    "Mark": get_args(Mark),
    "ClockName": get_args(ClockName),
    "Channel": get_args(Channel),
    "ItemState": get_args(ItemState),
    "Correctable": get_args(What),
    "Impact": IMPACTS,
}
HEAD = "// Written by `python -m firstline.browser_types`; change the desk's structs instead.\n"


def types() -> str:
    """The whole file."""
    words = (f"export type {name} = {_either(values)};\n" for name, values in WORDS.items())
    structs = (_interface(struct) for struct in _with_parts(SHOWN))
    return "\n".join([HEAD, *words, *structs, _commands()])


def _interface(struct: inspect.StructType) -> str:
    """What is left out where it has its default may be missing; everything else is there."""
    omits = struct.cls.__struct_config__.omit_defaults
    lines = (_sent(field, omits=omits) for field in struct.fields)
    return "\n".join([f"export interface {struct.cls.__name__} {{", *lines, "}\n"])


def _sent(field: inspect.Field, *, omits: bool) -> str:
    left_out = omits and not field.required
    shown = _without(field.type, field.default) if left_out else field.type
    return f"  {field.encode_name}{'?' if left_out else ''}: {_type(shown)};"


def _without(kind: inspect.Type, default: object) -> inspect.Type:
    """The type less its default, which is never sent."""
    match kind:
        case inspect.LiteralType(values=values):
            return inspect.LiteralType(tuple(value for value in values if value != default))
        case inspect.UnionType(types=kinds):
            rest = tuple(_without(one, default) for one in kinds if not _is_just(one, default))
            return rest[0] if len(rest) == 1 else inspect.UnionType(rest)
        case _:
            return kind


def _is_just(kind: inspect.Type, value: object) -> bool:
    match kind:
        case inspect.NoneType():
            return value is None
        case inspect.LiteralType(values=values):
            return values == (value,)
        case _:
            return False


def _commands() -> str:
    """What a client sends to `do`, by name, beside the conversation."""
    lines = (f"  {name}: {_fields(route.command)};" for name, route in TABLE.items())
    return "\n".join(["export interface Commands {", *lines, "}\n"])


def _fields(command: type[Struct]) -> str:
    struct = inspect.type_info(command)
    assert isinstance(struct, inspect.StructType)  # noqa: S101 - commands are structs
    given = [_given(field) for field in struct.fields]
    return f"{{ {'; '.join(given)} }}" if given else "Record<string, never>"


def _given(field: inspect.Field) -> str:
    if field.name == "released":
        return "released?: string[]"  # the values, which the desk keeps only as a part of the text
    if field.name == "files":
        return "files?: string[]"  # their ids: the desk looks up what they are
    return f"{field.encode_name}{'' if field.required else '?'}: {_type(field.type)}"


def _type(kind: inspect.Type) -> str:
    match kind:
        case inspect.StrType():
            return "string"
        case inspect.IntType() | inspect.FloatType():
            return "number"
        case inspect.BoolType():
            return "boolean"
        case inspect.NoneType():
            return "null"
        case inspect.AnyType():
            return "string | number | boolean | null"
        case inspect.LiteralType(values=values):
            return _either(str(value) for value in values)
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            return f"{_grouped(item)}[]"
        case inspect.DictType(value_type=value):
            return f"Record<string, {_type(value)}>"
        case inspect.UnionType(types=kinds):
            return " | ".join(_type(one) for one in kinds)
        case inspect.StructType(cls=cls):
            return cls.__name__
        case _:
            raise NotImplementedError(kind)


def _grouped(kind: inspect.Type) -> str:
    written = _type(kind)
    return f"({written})" if " | " in written else written


def _either(values: Iterable[str]) -> str:
    return " | ".join(msgspec.json.encode(value).decode() for value in values)


def _with_parts(structs: Iterable[type[Struct]]) -> Iterator[inspect.StructType]:
    """These and all that they consist of, each once, parts first."""
    found: dict[type, inspect.StructType] = {}
    for struct in structs:
        _collect(inspect.type_info(struct), found)
    yield from found.values()


def _collect(kind: inspect.Type, found: dict[type, inspect.StructType]) -> None:
    match kind:
        case inspect.StructType(cls=cls) if cls not in found:
            for field in kind.fields:
                _collect(field.type, found)
            found[cls] = kind
        case inspect.UnionType(types=kinds):
            for one in kinds:
                _collect(one, found)
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            _collect(item, found)
        case _:
            return


if __name__ == "__main__":
    sys.stdout.write(types())
