"""Reading JSON from outside: whatever it holds, the worst it gets is a 400."""

from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class PlainJSONParser(JSONParser):
    """JSON that is not nested beyond reason."""

    def parse(self, *args: Any, **options: Any) -> Any:
        """The body. Raises ParseError."""
        try:
            return super().parse(*args, **options)
        except RecursionError:
            raise ParseError("This JSON is nested too deeply.") from None
