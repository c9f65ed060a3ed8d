"""Trying the product end to end on a real export: `make accept PACKS=<folder>` prints the figures."""
