"""Cursor pages for API lists: stable under inserts, as fast on page 500 as on page 1."""

from rest_framework.pagination import CursorPagination


class KeysetPagination(CursorPagination):
    """Pages by id; ``limit`` asks for up to 500 rows."""

    page_size = 100
    page_size_query_param = "limit"
    max_page_size = 500
    cursor_query_param = "cursor"
    ordering = "id"
    invalid_cursor_message = "This cursor is not one of ours. Start again without it."
