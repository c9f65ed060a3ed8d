"""The account's pages: what is known, what happened, what is next, and why the score."""
