"""Settings of a real installation: HTTPS, secrets from outside, a refusal that names all that is wrong."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import BASE_DIR, DATABASES, SILENCED_SYSTEM_CHECKS, env

SHORTEST_SECRET = 50  # characters, as Django's own check asks
FEWEST_SIGNS = 10  # different ones; a real secret of fifty has more than twenty
KNOWN_SECRETS = ("django-insecure", "only-for-tests", "change", "secret", "example", "password", "your-")


def what_is_wrong(secret: str, database_url: str, hosts: list[str]) -> list[str]:
    """Every reason not to start with these settings, each beginning with the setting's name."""
    wrong = []
    if not secret:
        wrong.append("SECRET_KEY is missing")
    elif secret.lower().startswith(KNOWN_SECRETS):
        wrong.append("SECRET_KEY is a known placeholder")
    elif len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_SIGNS:
        wrong.append(f"SECRET_KEY is too easy to guess (at least {SHORTEST_SECRET} random characters)")
    if not database_url:
        wrong.append("DATABASE_URL is missing")
    if not hosts:
        wrong.append("ALLOWED_HOSTS is missing (the host names people open Keel by)")
    elif "*" in hosts:
        wrong.append("ALLOWED_HOSTS is *, which lets anybody choose the links in our mails")
    return wrong


SECRET_KEY = env.str("SECRET_KEY", default="").strip()
ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS", default=[]) if host.strip()]
if _wrong := what_is_wrong(SECRET_KEY, env.str("DATABASE_URL", default=""), ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        f"Keel does not start: {'; '.join(_wrong)}. A new secret: "
        "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
    )

DEBUG = False
KEEL_BASE_URL = env.str("KEEL_BASE_URL", default="") or f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)

# HTTPS. Behind a proxy that ends TLS, name the header it sets (SECURE_PROXY_SSL_HEADER=X-Forwarded-Proto),
# else every request looks unsafe and is redirected for ever. The probes come from inside, without TLS.
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^healthz$"]
if _header := env.str("SECURE_PROXY_SSL_HEADER", default=""):
    SECURE_PROXY_SSL_HEADER = (f"HTTP_{_header.upper().replace('-', '_')}", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=False)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# W021 asks for HSTS preload: a place on browsers' built-in list binds the whole domain for years.
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W021"]

# Static files are named by their content and compressed once, by `manage.py collectstatic`.
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "build" / "static"))()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
