"""Settings shared by every way of running Keel; the rest of the package narrows them."""

from pathlib import Path
from typing import Any

import environ

from .api_words import NAMES_OF_WORDS

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data"))).resolve()
KEEL_COMPANY = env.str("KEEL_COMPANY", default="Your company")
KEEL_BASE_CURRENCY = env.str("KEEL_BASE_CURRENCY", default="EUR")
# How many proxies in front of Keel add to X-Forwarded-For; without any the header is not believed.
KEEL_TRUSTED_PROXIES = env.int("KEEL_TRUSTED_PROXIES", default=0)
KEEL_BASE_URL = env.str("KEEL_BASE_URL", default=f"http://localhost:{env.str('PORT', default='8000')}")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "retention.team",
    "accounts",
    "contacts",
    "plans",
    "retention.reminders",
    "retention.cadence",
    "retention.renewals",
    "retention.health",
    "retention.growth",
    "retention.walks",
    "retention.teamwork",
    "retention.reviews",
    "retention.sharing",
    "retention.reports",
    "retention.integrations",
    "retention.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "retention.lib.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "retention.team.middleware.SignInRequiredMiddleware",
    "retention.team.middleware.ReaderMiddleware",
    "retention.team.middleware.AuditActorMiddleware",
    "retention.integrations.attribution.ApiActorMiddleware",
    "retention.integrations.repeats.RepeatedRequestMiddleware",
]

ROOT_URLCONF = "retention.urls"
WSGI_APPLICATION = "retention.wsgi.application"
ASGI_APPLICATION = "retention.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "retention.desk.context.shell",
            ],
            "builtins": [
                "django.templatetags.static",
                "django.templatetags.i18n",
                "retention.desk.templatetags.keel",
            ],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", default="postgresql:///keel")}
DATABASES["default"].update(
    CONN_MAX_AGE=60,
    CONN_HEALTH_CHECKS=True,
    ATOMIC_REQUESTS=False,
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")


def redis_database(number: int) -> str:
    """The address of database *number* of the same server, in the form Celery's transports read."""
    if REDIS_URL.startswith(("redis+socket://", "unix://")):
        path = REDIS_URL.split("://", 1)[1].split("?", 1)[0]
        return f"redis+socket://{path}?virtual_host={number}"
    head, _, tail = REDIS_URL.rpartition("/")
    return f"{head}/{number}" if tail.isdigit() else f"{REDIS_URL.rstrip('/')}/{number}"


def cache_database(number: int) -> str:
    """The same address in the form Django's cache reads."""
    return redis_database(number).replace("redis+socket://", "unix://").replace("?virtual_host=", "?db=")


CACHE_REDIS_URL = cache_database(1)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_REDIS_URL}}

CELERY_BROKER_URL = redis_database(0)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True  # they come again: acknowledged late
CELERY_TIMEZONE = "UTC"
CELERY_TASK_DEFAULT_QUEUE = "keel"
# Only ticks, in UTC: what is due stands in rows. A tick not fetched in time is dropped, so that none pile up.
CELERY_BEAT_SCHEDULE = {
    "tick": {"task": "retention.reminders.tasks.tick", "schedule": 20.0, "options": {"expires": 20}},
}

AUTH_USER_MODEL = "team.User"
AUTHENTICATION_BACKENDS = ["retention.team.sign_in.PeopleBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "retention.team.sign_in.ClosedAccountAdapter"
ACCOUNT_FORMS = {"reset_password": "retention.team.forms.sign_in.ResetForm"}
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600

SESSION_ENGINE = "retention.team.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "retention.desk.errors.csrf_failure"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "retention.lib.bundles.BundleFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STATIC_ROOT = DATA_DIR / "static"
FORM_RENDERER = "retention.lib.widgets.ControlRenderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Keel <keel@localhost>")
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "retention.lib.mail_folder.EmailBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_TIMEOUT = 20

# auth.W004: e-mail addresses are unique without regard to case, by a constraint of team.User.
SILENCED_SYSTEM_CHECKS: list[str] = ["fields.W342", "models.W037", "auth.W004"]

# Requests to the API per token: a number per second, minute, hour or day.
KEEL_API_RATE = env.str("KEEL_API_RATE", default="600/min")
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "retention.integrations.tokens.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["retention.integrations.tokens.permissions.ScopePermission"],
    "DEFAULT_RENDERER_CLASSES": ["retention.lib.api.parsing.ExactJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["retention.lib.api.parsing.PlainJSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["retention.integrations.tokens.throttling.CallerThrottle"],
    "DEFAULT_METADATA_CLASS": None,
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "retention.lib.api.paging.KeysetPagination",
    "EXCEPTION_HANDLER": "retention.lib.api.problems.problem_response",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Keel API",
    "DESCRIPTION": "Accounts, contacts, contracts, invoices, touchpoints, renewals, metrics and health.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "DEFAULT_GENERATOR_CLASS": "retention.lib.api.described.DescriptionOnce",
    "SERVE_PERMISSIONS": ["retention.integrations.tokens.permissions.ScopePermission"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": NAMES_OF_WORDS,
}
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "filters": {"hide_secrets": {"()": "retention.lib.hidden_paths.HideSecrets"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["hide_secrets"]}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
}
