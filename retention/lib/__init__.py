"""The shared bottom: no tables, imports no app of ours; one topic per file."""
