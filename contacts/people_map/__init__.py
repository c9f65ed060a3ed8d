"""The map of people at an account: how strong each tie is, what is covered, and what is missing."""
