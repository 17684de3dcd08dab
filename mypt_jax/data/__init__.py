"""From episodes on disk to packed batches: records, mixture, packing plan, pipeline."""
