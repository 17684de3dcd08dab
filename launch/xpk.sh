#!/usr/bin/env bash
# Runs a command on TPU slices of a Kubernetes cluster (GKE) through XPK, and again after preemption.
#
#     launch/xpk.sh mypt_jax.curriculum --config=configs/curriculum.py:750m \
#         --config.run_dir=gs://my-bucket/750m \
#         --config.train_flags="('--config.model.attention=splash',)"
#
# Needs docker, xpk (pip install xpk) and a cluster that `xpk cluster create` made. It builds the
# image of launch/Dockerfile from the working directory, pushes it, and submits the command; each
# host of each slice runs it. docs/scaling.md says more.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# ---- fill in, or set outside
: "${PROJECT:=my-project}"
: "${ZONE:=us-west4-a}"
: "${CLUSTER:=my-cluster}"
: "${NAME:=my-run}"
: "${TYPE:=v5litepod-8}"
: "${NUM_SLICES:=1}"
: "${IMAGE:=us-docker.pkg.dev/$PROJECT/my-repository/mypt_jax:$NAME}"
: "${MAX_RESTARTS:=20}"
# ----------------------------

docker build --file=launch/Dockerfile --tag="$IMAGE" .
docker push "$IMAGE"
# XPK itself restarts what a signal killed, but not exit code 75: stopped with everything saved.
xpk workload create --project="$PROJECT" --zone="$ZONE" --cluster="$CLUSTER" --workload="$NAME" \
    --tpu-type="$TYPE" --num-slices="$NUM_SLICES" --docker-image="$IMAGE" \
    --max-restarts="$MAX_RESTARTS" --restart-on-exit-codes=75 \
    --termination-grace-period-seconds=300 \
    --command="exec .venv/bin/python -m ${*@Q}"
