"""People's data: the copy they are handed, as files."""
