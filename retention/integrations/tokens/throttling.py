"""How many requests a caller may send: counted in the cache, and open when the cache cannot be asked.

One counter for each window costs the same however many requests there are; a list of their times does not.
"""

import logging
from contextlib import suppress
from typing import Any

from django.conf import settings
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from ..models import ApiToken

logger = logging.getLogger(__name__)


class CallerThrottle(SimpleRateThrottle):
    """One rate per token, and one per person signed in by a browser (``KEEL_API_RATE``)."""

    num_requests: int
    duration: int
    spent = 0.0

    def get_rate(self) -> str:
        """Requests per minute."""
        return str(settings.KEEL_API_RATE)

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        """Whose requests are counted together."""
        if isinstance(request.auth, ApiToken):
            return f"api-rate-token-{request.auth.pk}"
        return f"api-rate-person-{request.user.pk}" if request.user.is_authenticated else None

    def allow_request(self, request: Request, view: Any) -> bool:
        """One number for each minute of the clock; a limit that cannot be counted does not stop anybody."""
        key = self.get_cache_key(request, view)
        if key is None:
            return True
        window, self.spent = divmod(self.timer(), self.duration)
        try:
            return self._count(f"{key}-{int(window)}") <= self.num_requests
        except (OSError, RedisError) as error:
            logger.warning("requests are not counted: %s", type(error).__name__)
            return True

    def _count(self, name: str) -> int:
        """How many there were with this one; one that vanishes meanwhile (an emptied cache) starts anew."""
        for _ in range(2):
            with suppress(ValueError):
                return int(self.cache.incr(name))
            if self.cache.add(
                name, 1, timeout=self.duration * 2
            ):  # the first of its minute; of two at once one makes it
                return 1
        return 1

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return float(self.duration - self.spent)
