"""Which caps hold an account's score down: a layer above tells, for engines do not import each other."""

from collections.abc import Callable, Collection, Mapping

Load = Callable[[Collection[int]], Mapping[int, tuple[str, ...]]]
_load: Load | None = None


def provide_caps(load: Load) -> None:
    """Say how the caps of accounts are found, as texts by account id; called from ``apps.py`` only."""
    global _load
    _load = load


def caps_of(account_ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """The texts of the caps that hold now; none where nothing is known."""
    return _load(account_ids) if _load and account_ids else {}
