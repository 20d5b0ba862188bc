"""Adds what the corpus lacks: one line for every event class at its newest version.

Lines that were released are never changed. Started by `python -m tests.store.make_corpus`.
"""

import tomllib
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from firstline.domain.events import EVENTS, Recorded
from firstline.store.codec import Codec

CORPUS = Path(__file__).parent / "corpus"
PROJECT = Path(__file__).parents[2] / "pyproject.toml"

type Shape = tuple[str, int]


def shapes() -> set[Shape]:
    """Type and version of every line of the corpus."""
    return {shape_of(line) for line in lines()}


def lines() -> list[bytes]:
    return [line for file in sorted(CORPUS.glob("*.jsonl")) for line in file.read_bytes().split()]


def shape_of(line: bytes) -> Shape:
    decoded = msgspec.json.decode(line)
    return decoded["event"]["type"], decoded["version"]


def newest() -> list[bytes]:
    """Every event class once, each field filled, as it is stored today."""
    codec = Codec()
    return [
        codec.encode(Recorded(position, 1_700_000_000_000 + position, filled(event)))
        for position, event in enumerate(EVENTS, 1)
    ]


def filled(event: type[msgspec.Struct]) -> Any:
    return msgspec.convert(example(inspect.type_info(event)), event)


def example(kind: inspect.Type) -> Any:
    match kind:
        case inspect.StructType(fields=fields, tag=tag, tag_field=tag_field):
            values = {field.encode_name: example(field.type) for field in fields}
            return values | ({tag_field: tag} if tag_field else {})
        case inspect.UnionType(types=types):
            return example(next(one for one in types if not isinstance(one, inspect.NoneType)))
        case inspect.VarTupleType(item_type=item):
            return [example(item)]
        case inspect.DictType(key_type=key, value_type=value):
            return {example(key): example(value)}
        case inspect.LiteralType(values=values):
            return values[0]
        case inspect.BoolType():
            return True
        case inspect.IntType():
            return 7
        case inspect.FloatType():
            return 0.5
        case inspect.StrType():
            return "word"
    raise NotImplementedError(kind)


def main() -> None:
    CORPUS.mkdir(exist_ok=True)
    version = tomllib.loads(PROJECT.read_text())["project"]["version"]
    known = shapes()
    missing = [line for line in newest() if shape_of(line) not in known]
    with (CORPUS / f"{version}.jsonl").open("ab") as file:
        file.writelines(line + b"\n" for line in missing)
    print(f"{len(missing)} added")


if __name__ == "__main__":
    main()
