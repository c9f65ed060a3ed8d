"""Forms of teamwork."""
