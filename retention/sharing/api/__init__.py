"""The API of shared plans: links, who opened them, what was said."""

from .links import ShareLinkViewSet, ShareViewViewSet
from .words import ClientWordViewSet

__all__ = ["ClientWordViewSet", "ShareLinkViewSet", "ShareViewViewSet"]
