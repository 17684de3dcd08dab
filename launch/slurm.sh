#!/usr/bin/env bash
# Runs a command on GPU hosts of a SLURM cluster, one process a GPU, and again after preemption.
#
#     sbatch launch/slurm.sh mypt_jax.curriculum --config=configs/curriculum.py:750m \
#         --config.run_dir=/shared/runs/750m
#
# Submit it from the clone of this repository, on a file system that all hosts reach; the run
# directory must lie on such a one too. docs/scaling.md says more.
#
# ---- fill in
#SBATCH --job-name=mypt_jax
#SBATCH --nodes=1
#SBATCH --ntasks-per-node=8
#SBATCH --gpus-per-node=8
#SBATCH --cpus-per-task=8
#SBATCH --time=12:00:00
# ------------
#SBATCH --output=%x-%j.log
#SBATCH --open-mode=append
#SBATCH --requeue
#SBATCH --signal=TERM@300
set -euo pipefail
cd "${SLURM_SUBMIT_DIR:-.}"

launch/setup.sh "${ACCELERATOR:-cuda12}"
code=0
srun --kill-on-bad-exit=1 "${VENV:-.venv}/bin/python" -m "$@" || code=$?
# 75: stopped by the signal above, five minutes before the time limit, with everything saved
if ((code == 75)); then
    scontrol requeue "$SLURM_JOB_ID"
fi
exit "$code"
