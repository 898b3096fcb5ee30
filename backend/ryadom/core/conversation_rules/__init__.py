"""What is done with conversations of a site by itself: "when this happens, and that holds, then do so"."""
