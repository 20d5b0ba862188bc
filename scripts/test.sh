#!/bin/sh
# Every Python test. First those that only compute, in two parts beside each other, one for each
# core; then, alone on the machine, those that start processes and those that watch the clock.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh

alone="tests/e2e tests/cluster tests/bot tests/deploy tests/live tests/editing tests/test_app.py
    tests/test_serving.py tests/intake/test_bot.py tests/intake/test_rasa.py
    tests/intake/test_status.py"
one="tests/masking tests/checks tests/keeping tests/web"
without=$(for each in $alone $one; do printf -- '--ignore=%s ' "$each"; done)
told=build/tests.txt

mkdir -p build
status=0
# shellcheck disable=SC2086 - several words each
.venv/bin/python -m pytest -p no:cacheprovider $without >"$told" 2>&1 &
other=$!
trap 'kill $other 2>/dev/null || true' INT TERM
# shellcheck disable=SC2086
.venv/bin/python -m pytest $one || status=$?
say "the other part of them, which ran beside it ($told):"
wait $other || status=$?
cat "$told"
# shellcheck disable=SC2086
.venv/bin/python -m pytest $alone || status=$?
exit $status
