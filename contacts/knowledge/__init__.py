"""What we know about a customer: the questions, how complete the answers are, and what to ask next."""
