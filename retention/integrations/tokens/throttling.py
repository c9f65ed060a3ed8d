"""How many requests a caller may send: counted in the cache, and open when the cache cannot be asked."""

import logging
from typing import Any

from django.conf import settings
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from ..models import ApiToken

logger = logging.getLogger(__name__)


class CallerThrottle(SimpleRateThrottle):
    """One rate per token, and one per person signed in by a browser (``KEEL_API_RATE``)."""

    def get_rate(self) -> str:
        """Requests per minute."""
        return str(settings.KEEL_API_RATE)

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        """Whose requests are counted together."""
        if isinstance(request.auth, ApiToken):
            return f"api-rate-token-{request.auth.pk}"
        return f"api-rate-person-{request.user.pk}" if request.user.is_authenticated else None

    def allow_request(self, request: Request, view: Any) -> bool:
        """A limit that cannot be counted does not stop anybody."""
        try:
            return bool(super().allow_request(request, view))
        except (OSError, RedisError) as error:
            logger.warning("requests are not counted: %s", type(error).__name__)
            return True
