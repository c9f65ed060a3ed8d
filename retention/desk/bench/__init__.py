"""Measuring the product on generated data, beside the least that the same database could do."""
