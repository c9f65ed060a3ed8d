"""Strategy: plans, objectives, ROI targets and the proof of value."""
