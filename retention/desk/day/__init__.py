"""My day: what one person has to do today, ranked, each item with its reason."""
