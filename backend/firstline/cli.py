"""The command line: `python -m firstline serve | train | learn | check | chat | eval ...`."""

import argparse
import asyncio
import sys
from collections.abc import Callable
from getpass import getpass
from pathlib import Path

import msgspec

from . import app
from .bounces import command as bounces
from .check import obstacles, problems, rota_problems
from .domain.errors import FirstlineError
from .editing import chat
from .evaluation import command as evaluation
from .evaluation import learning
from .intake.training import train
from .keeping import command as keeping
from .logs import set_up
from .settings import Settings, addresses_on_call, from_environment
from .stores import opened, serving, throwaway, warn_of_deafness
from .web.demo_pages import demo_addresses
from .web.demo_people import AGENTS
from .web.passwords import make_agent

DEMO_ROTA = "on-call.yml"
DEMO_SECRET = "demo-secret-that-everybody-may-know-0123456789"  # noqa: S105 - demo mode only


def main(arguments: list[str] | None = None) -> None:
    """Run one command; ends with status 1 and one sentence where something is wrong."""
    options = _parser().parse_args(arguments)
    try:
        settings = _absolute(from_environment())
        set_up(settings.log_level, settings.log_format)
        command: Callable[[argparse.Namespace, Settings], None] = options.run
        command(options, settings)
    except KeyboardInterrupt:
        sys.exit(130)
    except (FirstlineError, ValueError, OSError) as error:
        sys.exit(f"firstline: {error}")


def _absolute(settings: Settings) -> Settings:
    """Child processes start elsewhere, so the folders are named in full."""
    root, data = settings.root.resolve(), settings.data.resolve()
    return msgspec.structs.replace(settings, root=root, data=data)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="firstline", description="A self-hosted support desk.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="start the desk and its bot")
    serve.add_argument("--demo", action="store_true", help="with a demo site and demo agents")
    serve.set_defaults(run=_serve)
    trained = commands.add_parser("train", help="train the bot's model, if something changed")
    trained.set_defaults(run=_train)
    check = commands.add_parser("check", help="check policy.yml, locales and flows")
    check.set_defaults(run=_check)
    chat.add(commands, app.wall_clock, throwaway)
    evaluation.add(commands)
    learning.add(commands)
    agent = commands.add_parser("agent", help="add an agent; asks for the password")
    agent.add_argument("email")
    agent.add_argument("name")
    agent.add_argument("--role", default="agent", choices=["agent", "lead", "editor", "admin"])
    agent.add_argument("--teams", default="first_line", help="separated by commas")
    agent.add_argument("--languages", default="en", help="separated by commas")
    agent.set_defaults(run=_agent)
    bounces.add(commands)
    keeping.add(commands, app.wall_clock)
    return parser


def _serve(options: argparse.Namespace, settings: Settings) -> None:
    if options.demo or settings.demo:
        settings = _for_demo(settings)
    found = obstacles(settings.root)
    # The demo makes its addresses itself; what else could be wrong shows when the file is read.
    found += [] if settings.demo else _rota_problems(settings)
    if found:
        raise ValueError("\n".join(["what the desk needs is not in order:", *found]))
    if settings.demo:
        print(_welcome(settings), flush=True)
    warn_of_deafness(settings)
    with serving(settings):
        app.serve(settings)


def _rota_problems(settings: Settings) -> list[str]:
    if not settings.on_call:
        return []
    # Without the demo's addresses: it makes them when it starts.
    addresses = None if settings.demo else addresses_on_call(settings)
    return rota_problems(Path(settings.on_call), addresses)


def _example_problems(settings: Settings) -> list[str]:
    """Of the demo's file, whose addresses are made when the demo starts."""
    file = settings.root / DEMO_ROTA
    return rota_problems(file) if file.exists() else []


def _for_demo(settings: Settings) -> Settings:
    return msgspec.structs.replace(
        settings,
        demo=True,
        visitors=True,
        support_mail=settings.support_mail or "support@sendwell.example",
        identity_secret=settings.identity_secret or DEMO_SECRET,
        on_call=settings.on_call or str(settings.root / DEMO_ROTA),
        on_call_addresses=settings.on_call_addresses or demo_addresses(settings),
        status_url=settings.status_url or f"{settings.url}/demo/status",
    )


def _welcome(settings: Settings) -> str:
    agent, lead = AGENTS[0], AGENTS[1]
    return f"""
  Demo mode: everybody may know these passwords and sign as any customer. Never in production.

  The demo site with the widget   {settings.url}/
  The agents' inbox               {settings.url}/inbox
    agent                         {agent.email}   {agent.password}
    lead                          {lead.email}   {lead.password}
  The status page, to play with   {settings.url}/demo/status
  What the people on call get     {settings.url}/demo/pages

  The bot needs a moment; the widget works already. Ctrl-C stops everything.
"""


def _train(_options: argparse.Namespace, settings: Settings) -> None:
    print(train(settings.root))


def _check(_options: argparse.Namespace, settings: Settings) -> None:
    found = [*problems(settings.root), *(_rota_problems(settings) or _example_problems(settings))]
    for problem in found:
        print(problem)
    if found:
        sys.exit(1)


def _agent(options: argparse.Namespace, settings: Settings) -> None:
    password = getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    asyncio.run(_make(options, settings, password))


async def _make(options: argparse.Namespace, settings: Settings, password: str) -> None:
    async with opened(settings) as stores:
        await make_agent(
            stores.accounts,
            options.email,
            options.name,
            password,
            role=options.role,
            teams=tuple(options.teams.split(",")),
            languages=tuple(options.languages.split(",")),
        )
