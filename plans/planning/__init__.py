"""Calculations of the account plan, without database and clock (docs/methods.md, Account plan)."""
