"""`make faults`: as `test_faults.py`, for as long as it is told, with faults drawn from a seed.

`--store sqlite` is one desk on SQLite instead of two on MongoDB.
"""

import argparse
import asyncio
import json
import secrets
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.running import ROOT

from .databases import DATABASES
from .story import play

NONE = ("lost", "doubled", "gaps", "clocks_fired_twice", "clocks_missed", "mails_missing")


def main() -> None:
    """Prints the seed first, then the figures; exits with status 1 where one must not be."""
    parser = argparse.ArgumentParser(prog="make faults", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=0, help="0 draws one")
    parser.add_argument("--store", choices=DATABASES, default="mongodb")
    options = parser.parse_args()
    seed = options.seed or secrets.randbelow(2**31) + 1
    print(f"SEED={seed}", flush=True)
    with TemporaryDirectory() as folder:
        where = Path(folder) / "c"
        figures = asyncio.run(play(where, options.seconds, seed, options.store, wild=True))
    (ROOT / "build" / "faults.json").write_text(json.dumps(figures, indent=2) + "\n")
    print(json.dumps(figures, indent=2))
    sys.exit(1 if any(figures[name] for name in NONE) else 0)


if __name__ == "__main__":
    main()
