"""The shared plan: what a customer sees of it behind a link, and what they say there."""
