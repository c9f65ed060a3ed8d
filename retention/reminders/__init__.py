"""What must be told to whom and when: rows, claims, deliveries, digests."""
