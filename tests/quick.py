"""What each test would do again, done once in a process: it proves nothing twice."""

from typing import Any

import pytest
from whitenoise.middleware import WhiteNoiseMiddleware


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_listed_once() -> None:
    """Every test client builds the middleware anew, and so would join, stat and describe each static file."""
    listed: dict[str, dict[str, Any]] = {}
    list_files = WhiteNoiseMiddleware.add_files_from_finders

    def once(middleware: WhiteNoiseMiddleware) -> None:
        known = listed.get(middleware.static_prefix)
        if known is None:
            list_files(middleware)
            listed[middleware.static_prefix] = dict(middleware.files)
        else:
            middleware.files.update(known)

    WhiteNoiseMiddleware.add_files_from_finders = once
