"""Forms of walks; none of them saves."""
