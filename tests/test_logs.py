"""Logs: JSON lines without secrets, ours and those of libraries."""

import json
import subprocess
import sys

import pytest

KEY = "sk_live_51HxxQ2eZvKYlo2CkWm7tq9RrT4bV6nM8pL0aS3dF"

SCRIPT = """
import asyncio, logging, structlog
from firstline.logs import set_up
KEY = "%s"
set_up("%s")
log = structlog.get_logger()
log.debug("quiet")
log.info("said", text="it is " + KEY, nested={"headers": [{"Authorization": "Bearer " + KEY}]})
try:
    raise ValueError("cannot read " + KEY)
except ValueError:
    log.exception("broke")
logging.getLogger("aiohttp.server").error("refused %%s", KEY)
try:
    raise KeyError(KEY)
except KeyError:
    logging.getLogger("asyncio").exception("never retrieved")
"""


@pytest.fixture(scope="module")
def lines():
    run = [sys.executable, "-c", SCRIPT % (KEY, "info")]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    assert done.stdout == ""
    return done.stderr.splitlines()


@pytest.mark.rule("R27")
def test_no_line_holds_a_secret_whoever_wrote_it(lines):
    assert KEY[6:40] not in "\n".join(lines)


def test_every_line_is_json_with_level_time_and_event(lines):
    said = [json.loads(line) for line in lines]
    assert [one["event"] for one in said] == [
        "said",
        "broke",
        "refused sk_l…S3dF",
        "never retrieved",
    ]
    assert [one["level"] for one in said] == ["info", "error", "error", "error"]
    assert all("timestamp" in one for one in said)
    assert "ValueError" in said[1]["exception"]
    assert "KeyError" in said[3]["exception"]
