# Shared by the scripts beside it; source it from the project's root.

say() { printf '%s\n' "firstline: $*" >&2; }

fail() {
    say "$*"
    exit 1
}

# fingerprint PATH...: one hash over the names and contents of all files below, environments
# and what was built aside. Content, not time: a fresh checkout is not a change.
fingerprint() {
    sum=$(command -v sha256sum || echo "shasum -a 256")
    find "$@" \( -name node_modules -o -name .venv -o -name __pycache__ \) -prune \
        -o -type f -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0 $sum | $sum | cut -c 1-64
}

# fresh STAMP FINGERPRINT: true if this is what the step saw when it last went well.
fresh() { [ "$(cat ".tools/stamps/$1" 2>/dev/null)" = "$2" ]; }

stamp() {
    mkdir -p .tools/stamps
    printf '%s\n' "$2" >".tools/stamps/$1"
}
