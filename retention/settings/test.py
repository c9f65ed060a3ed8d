"""Settings of the test suite: a fixed secret, fast password hashing, mail kept in memory."""

import os
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import CACHES, CELERY_BROKER_TRANSPORT_OPTIONS, DATABASES, cache_database, env

DEBUG = False
SECRET_KEY = "only-for-tests-" + "x" * 40
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STATIC_ROOT = None  # type: ignore[assignment]  # files come from the finders; an absent folder would be warned of
DATA_DIR = Path(os.environ.get("DATA_DIR") or f"{tempfile.gettempdir()}/keel-test-{os.getpid()}").resolve()

# Each xdist worker has a database of its own, cloned from one that is migrated already where there is one
# (`make test` makes it), and its own names in a shared Redis.
WORKER = env.str("PYTEST_XDIST_WORKER", default="alone")
TEMPLATE = env.str("KEEL_TEST_TEMPLATE", default="")
if TEMPLATE:
    DATABASES["default"]["TEST"] = {"TEMPLATE": TEMPLATE, "MIGRATE": False}
CACHES["default"]["KEY_PREFIX"] = f"test-{WORKER}"
CACHES["default"]["LOCATION"] = cache_database(
    2 + int(WORKER.lstrip("gwalone") or 0) % 13
)  # emptying one empties it all
CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = f"test-{WORKER}-"

KEEL_CHECK_KEPT = True  # every kept statement is compared with a freshly drawn one
KEEL_BASE_URL = "http://localhost:8000"  # fixed, so that tests can say whole links
