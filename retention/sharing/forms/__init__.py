"""Forms of shared plans."""
