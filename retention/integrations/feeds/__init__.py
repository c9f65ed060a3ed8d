"""Calendar feeds by a personal link: made, revoked, and asked anew for what may be seen."""
