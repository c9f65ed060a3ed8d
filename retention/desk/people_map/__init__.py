"""The map of people as a page: how the facts of contacts are laid out."""
