#!/bin/sh
# Prints the path of the newest Python that requirements.txt is pinned for, 3.11 to 3.13.
# PYTHON=... in the environment names one instead. Plain sh: this runs before there is any Python.
set -u

pinned='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'
with_venv='import ensurepip, venv'
# The interpreter behind a virtual environment: .venv may be the active one while it is remade.
show='import sys; print(getattr(sys, "_base_executable", "") or sys.executable)'

if [ -n "${PYTHON:-}" ]; then
    candidates=$PYTHON
else
    candidates='python3.13 python3.12 python3.11 python3 python'
fi

bare=''
for name in $candidates; do
    # Asking beats looking: a version manager puts names on the path that do not run.
    "$name" -c "$pinned" >/dev/null 2>&1 || continue
    if "$name" -c "$with_venv" >/dev/null 2>&1; then
        exec "$name" -c "$show"
    fi
    [ -n "$bare" ] || bare=$name
done

{
    if [ -n "$bare" ]; then
        version=$("$bare" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        echo "$bare is Python $version, but it comes without the modules venv and ensurepip."
        echo "On Debian and Ubuntu they are a package of their own. Install it, then run make again:"
        echo "    sudo apt-get install python$version-venv"
    elif [ -n "${PYTHON:-}" ]; then
        echo "PYTHON=$PYTHON is no Python 3.11, 3.12 or 3.13 that runs."
        echo "Name another one, or leave PYTHON out to have one looked for."
    else
        echo "No Python 3.11, 3.12 or 3.13 was found under the names $candidates."
        echo "Install one, then run make again. On Debian 12 or newer and Ubuntu 24.04 or newer:"
        echo "    sudo apt-get install python3 python3-venv"
        echo "If it lies somewhere else: make PYTHON=/path/to/python3.12 ..."
    fi
} >&2
exit 1
