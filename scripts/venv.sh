#!/bin/sh
# Makes .venv and keeps it in step with the pins: sh scripts/venv.sh runtime|dev
# Needs only Python 3.11 or newer with venv. PYTHON=... names the interpreter; otherwise the first fit one is taken.
#
# What is installed is written down in .venv/installed-* only after it is complete; .venv/unfinished stands
# while pip writes, so that an environment cut short is made anew instead of trusted.
set -eu
cd "$(dirname "$0")/.."

level=${1:-runtime}
py=.venv/bin/python
unset PYTHONPATH PYTHONHOME
# A user's own pip settings must not move the packages out of .venv.
export PIP_USER=0 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
unset PIP_TARGET PIP_PREFIX PIP_REQUIRE_HASHES

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

# Prints "too old", "no venv" or "fit"; prints nothing where the command does not run.
judge() {
    "$1" -c '
import sys
if sys.version_info < (3, 11):
    print("too old")
else:
    try:
        import ensurepip, venv
        print("fit")
    except ImportError:
        print("no venv")
' 2>/dev/null || true
}

refuse() {
    case $2 in
    "too old") stop "Rotascope needs Python 3.11 or newer; $1 is $("$1" -c 'import platform; print(platform.python_version())')." \
        "Install a newer Python, or name one: make PYTHON=/path/to/python3.11" ;;
    "no venv") stop "The Python at $(command -v "$1") has no venv module, which Rotascope's own environment needs." \
        "On Debian or Ubuntu, install the package python3-venv; elsewhere, install a full Python, or name one: make PYTHON=/path/to/python3.11" ;;
    *) stop "No usable Python was found as $1: Rotascope needs Python 3.11 or newer." \
        "Install Python, or name one: make PYTHON=/path/to/python3.11" ;;
    esac
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        verdict=$(judge "$PYTHON")
        [ "$verdict" = fit ] || refuse "$PYTHON" "$verdict"
        return
    fi
    for PYTHON in python3 python3.14 python3.13 python3.12 python3.11; do
        [ "$(judge "$PYTHON")" = fit ] && return
    done
    refuse python3 "$(judge python3)"
}

# A fingerprint of files and of the folder: a clone that was moved or copied has a stale environment.
state() {
    printf '%s %s\n' "$(cat "$@" | cksum)" "$(pwd -P)"
}

installed() {
    [ "$(cat ".venv/installed-$1" 2>/dev/null)" = "$2" ]
}

# pip_install WHAT ARGUMENTS...
pip_install() {
    what=$1
    shift
    echo "Installing $what ..."
    : >.venv/unfinished
    # pip changes nothing before every package has come, and undoes what it cannot finish.
    "$py" -m pip install --progress-bar on "$@" || {
        rm -f .venv/unfinished
        stop "" "The packages could not be installed: pip's message stands above." \
            "Mostly the network is missing ('from versions: none'): connect, or set pip's proxy or index, and run make again." \
            "If single versions are missing, they may not exist for this Python ($("$py" -V)): try make PYTHON=/path/to/python3.11"
    }
    rm -f .venv/unfinished
}

count() {
    cat "$@" | grep -c == || true
}

make_venv() {
    find_python
    rm -rf .venv
    echo "Making the Python environment in .venv, once ($("$PYTHON" -V))."
    "$PYTHON" -m venv .venv || {
        rm -rf .venv
        stop "The environment could not be made: the message of Python's venv stands above."
    }
}

# From a terminal Ctrl-C reaches pip too; stopping here keeps .venv/unfinished where it is.
trap 'echo "Stopped. The next make starts the environment anew." >&2; exit 130' INT TERM

base=$(state requirements/build.txt requirements/runtime.txt)
dev=$(state requirements/dev.txt)
project=$(state pyproject.toml)

stale=no
[ -x "$py" ] && [ ! -e .venv/unfinished ] && installed base "$base" || stale=yes
[ -e .venv/installed-dev ] && ! installed dev "$dev" && stale=yes

if [ "$stale" = yes ]; then
    make_venv
    pip_install "the $(count requirements/runtime.txt) packages that Rotascope runs on (about 260 MB to fetch)" \
        --only-binary :all: --no-binary autograd-gamma -r requirements/build.txt -r requirements/runtime.txt
    echo "$base" >.venv/installed-base
fi
if ! installed project "$project"; then
    pip_install "Rotascope itself, from src/" --quiet --no-index --no-deps --no-build-isolation -e .
    echo "$project" >.venv/installed-project
fi
if [ "$level" = dev ] && ! installed dev "$dev"; then
    pip_install "the packages that tests and checks need (about 220 MB to fetch)" --only-binary :all: --no-binary autograd-gamma -r requirements/dev.txt
    echo "$dev" >.venv/installed-dev
fi
