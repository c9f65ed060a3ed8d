"""What can be done with pairs, deliverables and praise, in the user's verbs."""
