"""Customers: account, tier, org units, products, contracts, ARR ledger, account team, timeline."""
