"""The API of teamwork."""
