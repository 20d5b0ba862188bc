"""`docs/protocol.md` tells all that travels between the desk and its clients."""

import importlib
import inspect
import pkgutil
import re
from unittest.mock import MagicMock

import pytest
from aiohttp import web
from msgspec.structs import fields

import firstline
from firstline.channels.inbox import InboxChannel
from firstline.channels.inbox_editing import Editing
from firstline.channels.inbox_queries import Queries
from firstline.channels.widget import WidgetChannel
from firstline.domain.commands import SettleFlag
from firstline.domain.errors import FirstlineError
from firstline.notify import Notifier
from firstline.settings import Settings
from firstline.view import CustomerCard, Entry, agent_card
from firstline.web import site
from firstline.wire import AGENTS, CUSTOMERS, EDITORS, LEADS, TABLE, name_of

from .reading import ROOT, code, section, table

PROTOCOL = ROOT / "docs" / "protocol.md"
FOR = {
    "Commands of a customer": [CUSTOMERS],
    "Commands of an agent": [AGENTS],
    "Commands of a lead": [LEADS],
    "Commands of an editor": [EDITORS, (SettleFlag,)],
}
CASE = re.compile(r'case "(\w+)"')
KEY = re.compile(r'^        "(\w+)":', re.MULTILINE)


@pytest.mark.parametrize(("title", "commands"), FOR.items(), ids=FOR)
def test_every_command_is_told_with_its_fields(title, commands):
    told = {name: set(code(cells[0])) for name, cells in table(section(PROTOCOL, title)).items()}
    there = {
        name_of(one): {field.name for field in fields(one)} for part in commands for one in part
    }
    assert told == there


def test_every_command_of_the_table_is_told():
    listed = {name_of(one) for parts in FOR.values() for part in parts for one in part}
    assert listed == set(TABLE)


def test_every_query_of_a_customer_is_told():
    channel = WidgetChannel(MagicMock(), Notifier(), MagicMock(), MagicMock())
    assert set(table(section(PROTOCOL, "Queries of a customer"))) == set(channel._asks)


def test_every_query_of_an_agent_is_told():
    own = set(CASE.findall(inspect.getsource(InboxChannel.ask)))
    editing = Editing(MagicMock(), MagicMock(), MagicMock(), MagicMock(), MagicMock())
    there = own | set(Queries(MagicMock(), MagicMock(), MagicMock()).table)
    there |= set(editing.questions)
    assert set(table(section(PROTOCOL, "Queries of an agent"))) == there


def test_every_field_of_an_entry_is_told():
    there = {field.encode_name for field in fields(Entry)}
    assert set(table(section(PROTOCOL, "Entries"))) == there


def test_every_field_of_a_customers_card_is_told():
    there = {field.name for field in fields(CustomerCard)}
    assert set(table(section(PROTOCOL, "The customer's card"))) == there


def test_every_field_of_an_agents_card_is_told():
    there = set(KEY.findall(inspect.getsource(agent_card)))
    assert set(table(section(PROTOCOL, "The agent's card"))) == there


def codes() -> set[str]:
    """The codes of all errors of the package."""
    for module in pkgutil.walk_packages(firstline.__path__, "firstline."):
        if module.name != "firstline.__main__":
            importlib.import_module(module.name)
    return set(_codes_below(FirstlineError))


def _codes_below(error: type[FirstlineError]):
    for below in error.__subclasses__():
        yield below.code
        yield from _codes_below(below)


def test_every_error_code_that_is_told_exists():
    assert set(table(section(PROTOCOL, "Errors"))) - codes() == set()


def routes() -> set[str]:
    app = web.Application()
    site.setup(app, MagicMock(settings=Settings(demo=True)))
    found = ((route.method, route.resource.canonical) for route in app.router.routes())
    return {f"{method} {path}" for method, path in found if method != "HEAD"}


def test_every_address_is_told():
    assert set(table(section(PROTOCOL, "HTTP"))) == routes()
