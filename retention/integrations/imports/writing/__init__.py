"""Writing checked rows as records, many at once; each module one kind. Called inside a job's step."""
