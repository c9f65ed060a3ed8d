"""The Content Security Policy of every answer: nothing from elsewhere, nothing inline, no framing.

Pages therefore carry no inline script, no inline style and no style attribute; charts are SVG with
presentation attributes, which the policy does not touch.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "manifest-src": "'self'",
}
HEADER = "Content-Security-Policy"
POLICY_TEXT = "; ".join(f"{directive} {sources}" for directive, sources in POLICY.items())


class ContentSecurityPolicyMiddleware:
    """Set the policy on every answer that does not bring its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request and add the header."""
        response = self.get_response(request)
        response.headers.setdefault(HEADER, POLICY_TEXT)
        return response
