"""People at customers: contact, buying role, preferences, touchpoints, promises, next steps."""
