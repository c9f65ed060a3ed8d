"""A POST with an Idempotency-Key takes effect once; repeating it replays the first answer."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from retention.lib.api.problems import plain_problem
from retention.lib.clock import database_now

from .models import RepeatedRequest
from .tokens.authentication import TokenAuthentication

HEADER = "Idempotency-Key"
KEPT = timedelta(hours=48)
WITHHELD = {"withheld": "told once"}
"""Stands for an answer with a secret in it, of which nothing is kept."""
TOLD_ONCE = "It took effect the first time. That answer held a secret, which is told once and kept nowhere."
Answer = Callable[[HttpRequest], HttpResponse]


def caller_of(request: HttpRequest) -> str:
    """A digest of the credentials: two callers with the same key never meet."""
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    credentials = request.headers.get("Authorization") or session or "nobody"
    return sha256(credentials.encode()).hexdigest()


def forget_repeats(now: datetime, limit: int) -> int:
    """Delete answers that are older than they are kept; how many."""
    old = RepeatedRequest.objects.filter(at__lt=now - KEPT).order_by("at").values("pk")[:limit]
    return RepeatedRequest.objects.filter(pk__in=old).delete()[0]


def _is_told_once(response: HttpResponse) -> bool:
    return "no-store" in response.headers.get("Cache-Control", "")


class RepeatedRequestMiddleware:
    """Keeps the answer in the same transaction as the effect, so that both stand or neither does.

    Only what took effect is kept: after a refusal the same key may come with a better body.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass through whatever is not a POST to the API with a key."""
        key = request.headers.get(HEADER)
        if request.method != "POST" or key is None or not request.path.startswith("/api/"):
            return self.get_response(request)
        if not 1 <= len(key) <= 255 or not (key.isascii() and key.isprintable()):
            message = f"{HEADER} has 1 to 255 printable characters."
            return plain_problem(400, message, errors=[{"field": HEADER, "message": message}])
        with transaction.atomic():
            row, is_first = self._remembered(request, key)
            return self._first_time(request, row) if is_first else self._again(request, row)

    def _remembered(self, request: HttpRequest, key: str) -> tuple[RepeatedRequest | None, bool]:
        """The row of this key, and whether it was made just now. Waits for a first request under way."""
        try:
            with transaction.atomic():
                row = RepeatedRequest.objects.create(
                    caller=caller_of(request),
                    key=key,
                    path=request.path[:300],
                    body_digest=sha256(request.body).hexdigest(),
                    at=database_now(),
                )
            return row, True
        except IntegrityError:
            return RepeatedRequest.objects.filter(caller=caller_of(request), key=key).first(), False

    def _first_time(self, request: HttpRequest, row: RepeatedRequest | None) -> HttpResponse:
        response = self.get_response(request)
        if row is None or response.status_code >= 300 or connection.needs_rollback:
            transaction.set_rollback(True)
            return response
        row.status = response.status_code
        row.answer = WITHHELD if _is_told_once(response) else json.loads(response.content or b"null")
        row.save(update_fields=["status", "answer"])
        return response

    def _again(self, request: HttpRequest, row: RepeatedRequest | None) -> HttpResponse:
        if not self._may_still_ask(request):
            refusal = plain_problem(401, "Sign in again: these credentials are no longer valid.")
            refusal.headers["WWW-Authenticate"] = "Bearer"
            return refusal
        if row is None or row.status is None:
            return plain_problem(409, "The first request with this key is still running. Try again shortly.")
        if row.path != request.path[:300] or row.body_digest != sha256(request.body).hexdigest():
            return plain_problem(422, f"This {HEADER} was used with another request.")
        if row.answer == WITHHELD:
            return plain_problem(409, TOLD_ONCE)
        response = JsonResponse(row.answer, safe=False, status=row.status)
        response.headers["Idempotent-Replay"] = "true"
        return response

    @staticmethod
    def _may_still_ask(request: HttpRequest) -> bool:
        """A revoked token or an ended session hears nothing again."""
        try:
            signed_in = TokenAuthentication().authenticate(Request(request))
        except AuthenticationFailed:
            return False
        return signed_in is not None or bool(request.user.is_authenticated)
