#!/bin/sh
# Every Python test, in two halves beside each other: those that start processes and mostly wait
# for them, and all others, which compute. One behind the other they take twice as long.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh

processes="tests/e2e tests/cluster tests/bot tests/deploy tests/live tests/editing
    tests/test_app.py tests/test_serving.py"
without=$(for each in $processes; do printf -- '--ignore=%s ' "$each"; done)
told=build/computing.txt

say "two halves of the tests run beside each other; $told is shown at the end"
mkdir -p build
# shellcheck disable=SC2086 - several words each
.venv/bin/python -m pytest -p no:cacheprovider $without >"$told" 2>&1 &
computing=$!
trap 'kill $computing 2>/dev/null || true' INT TERM
status=0
# shellcheck disable=SC2086
.venv/bin/python -m pytest $processes || status=$?
wait $computing || status=$?
cat "$told"
exit $status
