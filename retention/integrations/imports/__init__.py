"""Imports: reading files, checking every row, applying them as a job, taking them back."""
