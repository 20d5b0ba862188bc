#!/bin/sh
# Builds the front end into build/web/, unless nothing that goes into it has changed.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh

now=$(fingerprint client widget inbox locales backend/firstline/masking.yml \
    package-lock.json tsconfig.base.json)
if [ -d build/web ] && fresh build "$now"; then exit 0; fi
say "building the front end into build/web/"
npm run build --silent
stamp build "$now"
