"""API tokens, imports, jobs, exports."""
