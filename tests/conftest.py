"""Set-up of every test session: the cast and the factories, and the list of journeys that could not run.

The database and Redis come from DATABASE_URL and REDIS_URL, which `make test` sets to servers of its own.
Each xdist worker has its own database (by pytest-django) and its own Redis key prefix (settings/test.py).
"""

from importlib.util import find_spec

pytest_plugins = [name for name in ("tests.cast", "tests.factories", "tests.browser") if find_spec(name)]
