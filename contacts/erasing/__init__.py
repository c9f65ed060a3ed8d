"""Finding and erasing a person in every table that the registry of personal data names."""
