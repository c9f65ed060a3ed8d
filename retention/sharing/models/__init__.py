"""Links to a shared plan, who opened them, and what was said there."""

from .links import ShareLink, ShareTry, ShareView
from .words import ClientWord

__all__ = ["ClientWord", "ShareLink", "ShareTry", "ShareView"]
