"""The API of contacts and touchpoints."""
