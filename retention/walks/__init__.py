"""How contracts walk through both organisations, and the colleagues one keeps up with."""
