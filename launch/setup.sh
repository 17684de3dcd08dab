#!/usr/bin/env bash
# Makes the environment of this repository on a host; does nothing where it is there with all that
# the requirements name.
#
#     launch/setup.sh tpu|cuda12|cpu
#
# VENV is where it goes: .venv, unless set. Where python3 is older than 3.11, as it is on TPU VMs, uv
# brings a newer one. All other scripts here call this one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
accelerator="${1:?say tpu, cuda12 or cpu}"
venv="${VENV:-.venv}"
mark="$venv/.installed-for-$accelerator"

requirements="$(cat requirements.txt launch/requirements-gcs.txt)"
[[ -e "$mark" && "$(<"$mark")" == "$requirements" ]] && exit
if [[ ! -x "$venv/bin/pip" ]]; then
    if python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        python3 -m venv "$venv"
    else
        python3 -m pip install --quiet --user uv
        python3 -m uv venv --quiet --clear --seed --python=3.11 "$venv"
    fi
fi
wanted=(-r requirements.txt -r launch/requirements-gcs.txt)
if [[ "$accelerator" != cpu ]]; then
    wanted+=("jax[$accelerator]==$(sed -n 's/^jax==//p' requirements.txt)")
fi
"$venv/bin/pip" install --quiet --disable-pip-version-check "${wanted[@]}"
printf '%s\n' "$requirements" > "$mark"
