"""Erasing a person as a job: asked for, watched, carried on by another worker when one dies."""
