"""Scorecards, daily snapshots, bands with hysteresis, reasons."""
