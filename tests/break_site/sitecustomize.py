"""Python runs this at its start, since `make rules-break` puts this folder on the path."""

import os
import sys
import traceback

# The bot's Python is older and has none of the desk's packages.
if sys.version_info >= (3, 13) and os.environ.get("BREAK_RULE"):
    from tests.breaking import break_this_process

    try:
        break_this_process()
    except Exception:  # noqa: BLE001 - Python would go on unbroken, and the tests stay green
        traceback.print_exc()
        os._exit(70)
