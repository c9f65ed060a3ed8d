"""The refusals that every door (page, API, import, task) shows in the user's words."""


class DomainError(Exception):
    """An action is not sensible now. ``message`` is for the user; ``field`` names the input at fault."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class StaleVersion(DomainError):
    """Somebody else changed the record since it was read; nothing was overwritten."""

    def __init__(self, *, expected: int, current: int) -> None:
        super().__init__(
            "Somebody changed this in the meantime. Your text is kept; look at both versions and save again.",
            field="version",
        )
        self.expected = expected
        self.current = current
