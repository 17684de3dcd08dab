#!/usr/bin/env bash
# Runs a command on a Cloud TPU slice of one worker or many; on a new one if it was preempted.
#
#     launch/tpu_vm.sh mypt_jax.curriculum --config=configs/curriculum.py:750m \
#         --config.run_dir=gs://my-bucket/750m \
#         --config.train_flags="('--config.model.attention=splash',)"
#
# It runs on your machine, from a clone of this repository, and takes the last commit along. Start
# it in tmux: it watches the slice until the command has ended, and deletes the slice then. Exit
# code: that of the command. docs/scaling.md says more.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# ---- fill in, or set outside
: "${PROJECT:=my-project}"
: "${ZONE:=us-west4-a}"
: "${NAME:=my-slice}"
: "${TYPE:=v5litepod-8}"              # 8 chips, one worker; v5litepod-16: 16 chips, four workers
: "${RUNTIME:=v2-alpha-tpuv5-lite}"   # v6e: v2-alpha-tpuv6e
: "${CAPACITY:=--spot}"               # empty: on demand
: "${WAIT_SECONDS:=30}"               # between two looks at a request that waits
# ----------------------------

tpus() { gcloud compute tpus "$@" --project="$PROJECT" --zone="$ZONE"; }
state() { tpus queued-resources describe "$NAME" --format='value(state.state)' 2>/dev/null || true; }
delete() { tpus queued-resources delete "$NAME" --force --quiet; }
on() {
    local worker="$1" command="$2"
    tpus tpu-vm ssh "$NAME" --worker="$worker" --command="$command"
}

# Makes the slice if there is none, and waits until it is there.
make_slice() {
    while true; do
        case "$(state)" in
            ACTIVE) return ;;
            '')
                tpus queued-resources create "$NAME" --node-id="$NAME" --accelerator-type="$TYPE" \
                    --runtime-version="$RUNTIME" ${CAPACITY:+"$CAPACITY"}
                ;;
            FAILED | SUSPENDED) delete ;;
            *) sleep "$WAIT_SECONDS" ;;
        esac
    done
}

# Runs the command on all workers and prints its exit code, which the first one keeps in a file:
# where that worker is gone, so is the file.
run() {
    local archive
    archive="$(mktemp --suffix=.tar.gz)"
    git archive --output="$archive" HEAD
    tpus tpu-vm scp "$archive" "$NAME:mypt_jax.tar.gz" --worker=all >&2
    rm "$archive"
    on all 'rm -f exit_code && mkdir -p mypt_jax && tar -xzf mypt_jax.tar.gz -C mypt_jax' >&2
    on all "cd mypt_jax && launch/setup.sh tpu && .venv/bin/python -m $*; echo \$? > ~/exit_code" >&2
    on 0 'cat exit_code'
}

command="${*@Q}"
while true; do
    make_slice
    if code="$(run "$command")" && [[ -n "$code" ]]; then
        if [[ "$code" != 75 ]]; then
            delete
            exit "$code"
        fi
    elif [[ "$(state)" == ACTIVE ]]; then
        echo "the slice is there, but the command could not be run on it" >&2
        exit 1
    fi
    echo "stopped; it goes on from the last checkpoint" >&2
done
