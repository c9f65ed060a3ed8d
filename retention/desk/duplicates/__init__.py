"""People who may be entered twice: what a pair looks like, side by side."""
