#!/bin/sh
# Brings uv, both Python environments and the front end's packages into the project's folder,
# as the lock files say. What is there already, by content of the lock files, is left alone.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh

uv=.tools/bin/uv

bring_uv() {
    [ -x "$uv" ] && return
    say "bringing uv into .tools/"
    root=$(pwd)
    mkdir -p .tools/bin
    # Started from /, since pyenv refuses python3 where .python-version names one it lacks.
    (cd / && python3 -m venv "$root/.tools/venv") ||
        fail "python3 with venv and pip is needed (on Debian: apt-get install python3-venv)"
    .tools/venv/bin/python -m pip install --quiet uv
    ln -sf ../venv/bin/uv "$uv"
}

# Whoever points pip at a mirror means uv too.
[ -z "${PIP_INDEX_URL:-}" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$PIP_INDEX_URL}"

# python_environment FOLDER VERSION LOCK
python_environment() {
    if [ "$("$1/bin/python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" != "$2" ]; then
        "$uv" venv --quiet --clear --python "$2" "$1" ||
            fail "Python $2 was found neither here nor by uv; install it (pyenv install $2) and try again"
    fi
    "$uv" pip sync --quiet --require-hashes --python "$1/bin/python" "$3"
}

desk() {
    now=$(fingerprint requirements.txt .python-version scripts/env.sh)
    if [ -x .venv/bin/python ] && fresh desk "$now"; then return; fi
    say "installing the desk's environment into .venv/"
    python_environment .venv 3.13 requirements.txt
    # The desk is run from its work tree, not installed as a package.
    packages=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$(pwd)/backend" >"$packages/firstline.pth"
    stamp desk "$now"
}

bot() {
    now=$(fingerprint bot/requirements.txt .python-version scripts/env.sh)
    if [ -x bot/.venv/bin/rasa ] && fresh bot "$now"; then return; fi
    say "installing the bot's environment into bot/.venv/ (Rasa with TensorFlow: about 2.5 GB)"
    python_environment bot/.venv 3.10 bot/requirements.txt
    stamp bot "$now"
}

web() {
    now=$(fingerprint package-lock.json .npmrc)
    if [ -d node_modules ] && fresh web "$now"; then return; fi
    command -v npm >/dev/null || fail "npm is needed: install Node 20 or newer"
    say "installing the front end's packages into node_modules/"
    npm ci --no-progress --loglevel=error
    stamp web "$now"
}

bring_uv
desk
bot
web
