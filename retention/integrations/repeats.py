"""A POST with an Idempotency-Key takes effect once; repeating it replays the first answer."""

import json
from collections.abc import Callable
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse

from retention.lib.api.problems import PROBLEM_TYPE
from retention.lib.clock import database_now

from .models import RepeatedRequest

HEADER = "Idempotency-Key"
Answer = Callable[[HttpRequest], HttpResponse]


def caller_of(request: HttpRequest) -> str:
    """A digest of the credentials: two callers with the same key never meet."""
    credentials = request.headers.get("Authorization") or request.COOKIES.get("sessionid") or "nobody"
    return sha256(credentials.encode()).hexdigest()


def _problem(status: int, detail: str) -> HttpResponse:
    body = {"type": "about:blank", "title": "Repeated request", "status": status, "detail": detail}
    return JsonResponse(body, status=status, content_type=PROBLEM_TYPE)


class RepeatedRequestMiddleware:
    """Keeps the answer in the same transaction as the effect, so that both stand or neither does."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass through whatever is not a POST to the API with a key."""
        key = request.headers.get(HEADER)
        if request.method != "POST" or key is None or not request.path.startswith("/api/"):
            return self.get_response(request)
        if not 1 <= len(key) <= 255 or not key.isprintable():
            return _problem(400, f"{HEADER} has 1 to 255 printable characters.")
        try:
            with transaction.atomic():
                return self._first_time(request, key)
        except IntegrityError:
            return self._again(request, key)

    def _first_time(self, request: HttpRequest, key: str) -> HttpResponse:
        row = RepeatedRequest.objects.create(
            caller=caller_of(request),
            key=key,
            path=request.path[:300],
            body_digest=sha256(request.body).hexdigest(),
            at=database_now(),
        )
        response = self.get_response(request)
        if response.status_code >= 500 or response.status_code in (401, 403, 429):
            transaction.set_rollback(True)
            return response
        row.status, row.answer = response.status_code, json.loads(response.content or b"null")
        row.save(update_fields=["status", "answer"])
        return response

    def _again(self, request: HttpRequest, key: str) -> HttpResponse:
        row = RepeatedRequest.objects.filter(caller=caller_of(request), key=key).first()
        if row is None or row.status is None:
            return _problem(409, "The first request with this key is still running. Try again shortly.")
        if row.path != request.path[:300] or row.body_digest != sha256(request.body).hexdigest():
            return _problem(422, f"This {HEADER} was used with another request.")
        kind = PROBLEM_TYPE if row.status >= 400 else "application/json"
        response = JsonResponse(row.answer, safe=False, status=row.status, content_type=kind)
        response.headers["Idempotent-Replay"] = "true"
        return response
