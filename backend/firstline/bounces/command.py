"""`firstline bounce < notice.eml`: for a mail server, which pipes what came back into it."""

import argparse
import asyncio
import os
import sys
from typing import NoReturn

import aiohttp

from firstline.settings import Settings

from .notice import LARGEST, Bounce, NoticeUnusable, read

PATIENCE = aiohttp.ClientTimeout(total=30)
"""Seconds for the desk's answer."""
REFUSED = ("invalid_message", "mail_not_known", "conversation_not_found")
"""The desk knows no such mail: to ask again is useless."""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to the command line."""
    bounce = commands.add_parser("bounce", help="tell the desk of a mail that came back")
    bounce.set_defaults(run=_run)


def _run(_options: argparse.Namespace, settings: Settings) -> None:
    """Ends with 0 once nothing is left to do, 65 for what is no use, 75 for 'try again later'."""
    try:
        bounce = read(sys.stdin.buffer.read(LARGEST + 1))
    except NoticeUnusable as error:
        _end(os.EX_DATAERR, f"{error.code}: {error}")
    if bounce is None:
        print("nothing failed")
        return
    try:
        status, code = asyncio.run(_tell(settings, bounce))
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        _end(os.EX_TEMPFAIL, f"desk_away: {type(error).__name__}")
    if code in REFUSED:
        _end(os.EX_DATAERR, code)
    if status != 200:  # noqa: PLR2004 - all is well
        _end(os.EX_TEMPFAIL, f"{code} ({status})")
    print(f"{bounce.number} did not get its mail ({bounce.status})")


async def _tell(settings: Settings, bounce: Bounce) -> tuple[int, str]:
    """Status and error code of the desk's answer."""
    told = {"number": bounce.number, "upto": bounce.upto, "status": bounce.status}
    right = {"Authorization": f"Bearer {settings.bounce_secret}"}
    address = f"{settings.url}/api/bounces"
    async with (
        aiohttp.ClientSession(timeout=PATIENCE, headers=right) as session,
        session.post(address, json=told, allow_redirects=False) as answer,
    ):
        if answer.status == 200:  # noqa: PLR2004 - all is well
            return answer.status, ""
        is_json = answer.content_type == "application/json"
        return answer.status, _code(await answer.json() if is_json else None)


def _code(body: object) -> str:
    match body:
        case {"error": {"code": str(code)}}:
            return code[:100]
        case _:
            return "no_desk"


def _end(status: int, sentence: str) -> NoReturn:
    print(f"firstline: {sentence}", file=sys.stderr)
    sys.exit(status)
