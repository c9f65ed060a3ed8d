"""Long work for a person: asked for by an action, claimed and resumed by workers, watched on a page."""
