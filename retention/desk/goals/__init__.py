"""What was agreed with customers and what came of it, as pages show it."""
