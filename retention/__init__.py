"""Keel: the wiring, the shared bottom, and the engine."""
