#!/bin/sh
# Writes both requirements.txt anew: versions and hashes, no addresses, so that they work
# behind any mirror. `make lock UPGRADE=--upgrade` takes the newest versions.
set -eu
cd "$(dirname "$0")/.."

lock() { .tools/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header ${UPGRADE:-} "$@"; }

lock --universal --python-version 3.13 pyproject.toml --group test --output-file requirements.txt
# TensorFlow 2.12 has a package of its own for each platform; the bot is locked for Linux.
lock --python-platform linux --python-version 3.10 bot/requirements.in --output-file bot/requirements.txt
# Beside an installed node_modules npm leaves out the packages of other platforms, so the lock
# is worked out in an empty folder.
folder=$(mktemp -d)
tar -cf - package.json .npmrc client/package.json widget/package.json inbox/package.json | tar -xf - -C "$folder"
[ -n "${UPGRADE:-}" ] || cp package-lock.json "$folder"
(cd "$folder" && npm install --package-lock-only --no-progress --loglevel=error)
cp "$folder/package-lock.json" package-lock.json
rm -r "$folder"
