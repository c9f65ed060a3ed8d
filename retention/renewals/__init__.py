"""Renewal pipeline: decision dates, ladder, stages, the owner's call."""
