"""The demo company: invented people, accounts and a year of history, for looking around."""
