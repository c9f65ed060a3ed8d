"""Cursor pages for API lists: stable under inserts, as fast on page 500 as on page 1."""

from typing import Any

from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request

LARGEST_PAGE = 500


class KeysetPagination(CursorPagination):
    """Pages by id; ``limit`` asks for up to 500 rows."""

    page_size = 100
    page_size_query_param = "limit"
    max_page_size = LARGEST_PAGE
    cursor_query_param = "cursor"
    ordering = "id"
    invalid_cursor_message = "This cursor is not one of ours. Start again without it."
    page_size_query_description = "How many rows a page has, from 1 to 500."
    cursor_query_description = "Where the page starts: follow `next` and `previous` of the page before."

    def get_page_size(self, request: Request) -> int:
        """What was asked for. Raises ValidationError naming ``limit``."""
        asked = request.query_params.get("limit")
        if asked is None:
            return self.page_size
        if asked.isascii() and asked.isdigit() and len(asked) < 6 and 1 <= int(asked) <= LARGEST_PAGE:
            return int(asked)
        raise ValidationError({"limit": [f"The limit is a whole number from 1 to {LARGEST_PAGE}."]})

    def decode_cursor(self, request: Request) -> Cursor | None:
        """The place to start from. Raises ValidationError naming ``cursor``."""
        try:
            cursor = super().decode_cursor(request)
        except (NotFound, ValueError):
            raise ValidationError({"cursor": [self.invalid_cursor_message]}) from None
        position: Any = cursor.position if cursor else None  # text as it was sent
        if position is not None and not (position.isascii() and position.isdigit() and len(position) <= 18):
            raise ValidationError({"cursor": [self.invalid_cursor_message]})
        return cursor

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        """The rows of the page, read after both parameters have been understood."""
        self.get_page_size(request)
        return super().paginate_queryset(queryset, request, view)
