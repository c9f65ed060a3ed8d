"""Forms of growth; none of them saves."""
