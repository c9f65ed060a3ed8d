"""Growth and advocacy: targets against what came of them, and lost deals with the references asked."""
