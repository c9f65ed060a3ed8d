"""`/api/v1/reviews/`: planned, prepared, written to, sent, held; the pack as data and as PDF."""

from .reviews import ReviewViewSet

__all__ = ["ReviewViewSet"]
