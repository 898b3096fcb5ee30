"""Figures: bytes a browser downloads, time to a ready demo, time until a message is seen. By hand: scripts/bench."""
