"""Check-in rules, next due, snooze, workload levelling."""
