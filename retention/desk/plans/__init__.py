"""The account plan on screen."""
