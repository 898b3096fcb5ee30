"""Load: how much the server carries, on one core, beside baselines that carry the same frames in the same run."""
