"""API tokens: making, checking, narrowing."""
