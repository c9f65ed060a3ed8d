"""Reports to customers and inside: what, to whom, how often, approved by whom, and what was sent."""
