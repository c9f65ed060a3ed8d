"""A token does what its owner may do, narrowed by scopes; a session does what its user may do."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from ..models import ApiToken


class ScopePermission(BasePermission):
    """Needs a signed-in user; with a token, also the scope ``<view.resource>:read`` or ``:write``."""

    message = "This token has no scope for that."

    def has_permission(self, request: Request, view: Any) -> bool:
        """Check the scope; which rows are theirs is the queryset's business."""
        if not request.user or not request.user.is_authenticated:
            return False
        token = request.auth
        if not isinstance(token, ApiToken):
            return True
        resource = getattr(view, "resource", None)
        if resource is None:
            return request.method in SAFE_METHODS
        access = "read" if request.method in SAFE_METHODS else "write"
        return f"{resource}:{access}" in token.scopes
