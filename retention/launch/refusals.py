"""The one way in which starting is refused: a sentence that says what to do."""


class CannotStart(Exception):
    """Keel cannot start as it was asked to; the message is one line for the person at the terminal."""
