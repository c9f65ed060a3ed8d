"""What the pages on people and sign-in accept; forms never save."""
