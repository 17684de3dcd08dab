"""One stage of training: loss, optimizer, state, checkpoints, checks and the loop."""
