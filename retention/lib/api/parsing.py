"""JSON in and out: whatever comes in, the worst it gets is a 400; amounts go out digit by digit."""

from decimal import Decimal
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.utils.encoders import JSONEncoder


class PlainJSONParser(JSONParser):
    """JSON that is not nested beyond reason."""

    def parse(self, *args: Any, **options: Any) -> Any:
        """The body. Raises ParseError."""
        try:
            return super().parse(*args, **options)
        except RecursionError:
            raise ParseError("This JSON is nested too deeply.") from None


class ExactJSONEncoder(JSONEncoder):
    """Amounts as text: a float would lose cents."""

    def default(self, obj: Any) -> Any:
        """What JSON has no word for."""
        return str(obj) if isinstance(obj, Decimal) else super().default(obj)


class ExactJSONRenderer(JSONRenderer):
    """JSON whose amounts are text, as the description says."""

    encoder_class = ExactJSONEncoder
