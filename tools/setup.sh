#!/bin/sh
# Makes .venv in this checkout: tumen (editable), its dependencies and the tools of the developers, as uv.lock says.
#
#   sh tools/setup.sh             make or mend .venv
#   sh tools/setup.sh lock        bring uv.lock up to date with pyproject.toml (more arguments go to `uv lock`)
#
# It needs a Python that tumen supports (PYTHON=... picks one) and a package registry.
#
# Why not `uv sync --frozen`: it downloads from the very addresses that uv.lock names, which are those of the public
# registry, and it does not read pip's settings. On a machine that reaches only a mirror it fails. So the lock is turned
# into a list of versions and hashes without addresses, and that list is installed from the registry this machine is
# set up for: the settings of uv where there are some, else the index that pip uses, else the public one. The hashes
# hold wherever a file comes from. Should uv not get through (a proxy or certificate that only pip knows), pip installs
# the same list. The build backend is on the list too, and the editable build is not isolated, so nothing comes unlocked.

set -eu
cd "$(dirname "$0")/.."

oldest=11 newest=14
started=$(date +%s)

say() { printf 'set-up: %s\n' "$*"; }
fail() {
    printf 'set-up failed: %s\n' "$1" >&2
    printf '  remedy: %s\n' "$2" >&2
    exit 1
}
seconds() { echo $(($(date +%s) - $1)); }

supported() {
    "$1" -c "import sys; sys.exit(not ((3, $oldest) <= sys.version_info[:2] <= (3, $newest)))" >/dev/null 2>&1
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        supported "$PYTHON" || fail "PYTHON=$PYTHON is no Python 3.$oldest to 3.$newest" "give another, or none"
        return
    fi
    for PYTHON in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if supported "$PYTHON"; then return; fi
    done
    fail "no Python 3.$oldest to 3.$newest found" "install one, or name it: make PYTHON=/path/to/python"
}

find_uv() {
    if command -v uv >/dev/null 2>&1; then
        uv=uv
        return
    fi
    uv=.uv/bin/uv
    if "$uv" --version >/dev/null 2>&1; then return; fi
    say "installing the packages of uv.lock (about 800 MB on disk)"
    "$PYTHON" -m venv --clear .uv || fail "$PYTHON cannot make environments" \
        "install its venv module (Debian, Ubuntu: apt install python3-venv), or uv"
    .uv/bin/python -m pip install --quiet --disable-pip-version-check uv ||
        fail "uv could not be installed from the package registry" "see pip's message above"
}

pip_setting() { "$PYTHON" -m pip config get "global.$1" 2>/dev/null || true; }

# uv knows neither pip's settings nor its environment variables.
follow_pip() {
    if [ -z "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}${UV_INDEX:-}" ]; then
        index=${PIP_INDEX_URL:-$(pip_setting index-url)}
        if [ -n "$index" ]; then export UV_DEFAULT_INDEX="$index"; fi
    fi
    if [ -z "${SSL_CERT_FILE:-}" ]; then
        certificates=${PIP_CERT:-$(pip_setting cert)}
        if [ -n "$certificates" ]; then export SSL_CERT_FILE="$certificates"; fi
    fi
    export UV_SYSTEM_CERTS=true UV_PYTHON_DOWNLOADS=never # pip, too, trusts what the system trusts
}

install_locked() {
    list=.venv/locked.txt
    "$uv" export --quiet --frozen --no-emit-project --all-groups --no-annotate --no-header --output-file "$list" >/dev/null
    say "installing the packages of uv.lock (about 800 MB on disk)"
    "$uv" pip sync --quiet --python .venv/bin/python --require-hashes "$list" || install_with_pip
    "$uv" pip install --quiet --python .venv/bin/python --offline --no-deps --no-build-isolation --editable .
}

install_with_pip() {
    say "uv did not get through; pip installs the same list"
    "$PYTHON" -m pip --python .venv/bin/python install --quiet --disable-pip-version-check --require-hashes -r "$list" ||
        fail "the packages of uv.lock could not be installed" "see the messages above; is the package registry in reach?"
}

find_python
find_uv
if [ "${1:-}" = lock ]; then
    shift
    exec "$uv" lock --python "$PYTHON" "$@"
fi
follow_pip
say "$("$PYTHON" --version) ($PYTHON), $("$uv" --version)"
supported .venv/bin/python || "$uv" venv --quiet --clear --no-project --python "$PYTHON" .venv
install_locked
say "environment ready after $(seconds "$started") s"
