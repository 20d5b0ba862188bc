#!/bin/sh
# Makes sure of the programs that the tests need from the system, and says what it installed.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh

missing=""
need() { missing="$missing $1"; }

command -v chromium >/dev/null || need chromium
command -v redis-server >/dev/null || need redis-server
command -v nginx >/dev/null || need nginx
command -v openssl >/dev/null || need openssl
# Pictures of the widget in Russian need letters for it.
fc-list ':lang=ru' family 2>/dev/null | grep -q . || need "fonts-dejavu-core fontconfig"

if [ -z "$missing" ]; then
    say "system packages: chromium, redis-server, nginx, openssl and fonts are there"
    exit 0
fi

as_root=""
[ "$(id -u)" -eq 0 ] || as_root=sudo
command -v apt-get >/dev/null ||
    fail "the tests need$missing, and there is no apt-get to bring them: please install them"
[ -z "$as_root" ] || command -v sudo >/dev/null ||
    fail "the tests need$missing: run 'apt-get install$missing' as root"

log=$(mktemp)
install_packages() {
    $as_root apt-get update --quiet &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends $missing
}
say "installing system packages:$missing"
if ! install_packages >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    fail "could not install:$missing"
fi
rm -f "$log"
say "installed system packages:$missing"
