"""The API of growth."""
