"""The pre-call brief: what to know before speaking with a customer, on one screen and one printed page."""
