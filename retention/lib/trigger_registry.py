"""pgtrigger's list of all triggers, asked by an index.

For each new trigger pgtrigger goes through all that it knows. With 800 of them that took a third of the time
in which each of our processes starts.
"""

from typing import Any

from pgtrigger import registry

KNOWN = "_known"
"""Where the two indexes are kept; gone after a trigger was taken away."""


class IndexedRegistry(registry._Registry):
    """The same registry with the same refusals; what it looks up is kept and not gathered each time."""

    @property
    def by_db_table(self) -> dict[tuple[str, str], Any]:
        """The triggers by table and name."""
        return self._indexes()[0]

    @property
    def pg_function_names(self) -> set[str]:
        """The names of all functions in the database."""
        return self._indexes()[1]

    def _indexes(self) -> tuple[dict[tuple[str, str], Any], set[str]]:
        if KNOWN not in self.__dict__:
            self.__dict__[KNOWN] = (super().by_db_table, super().pg_function_names)
        found: tuple[dict[tuple[str, str], Any], set[str]] = self.__dict__[KNOWN]
        return found

    def __setitem__(self, key: str, value: tuple[Any, Any]) -> None:
        super().__setitem__(key, value)  # type: ignore[no-untyped-call]
        model, trigger = value
        tables, functions = self._indexes()
        tables[model._meta.db_table, trigger.name] = trigger
        functions.add(trigger.get_pgid(model))

    def __delitem__(self, key: str) -> None:
        super().__delitem__(key)  # type: ignore[no-untyped-call]
        self.__dict__.pop(KNOWN, None)


def index_triggers() -> None:
    """Have the one registry of this process ask its index; doing it twice is doing it once."""
    registry._registry.__class__ = IndexedRegistry
