"""A copy of what is held of a person as a job: asked for, watched, taken away by who asked, forgotten."""
