"""Pages on people: sign-in, one's own settings, and the administration of people and teams."""
