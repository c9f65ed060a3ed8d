"""JSON in and out: whatever comes in, the worst it gets is a 400; amounts go out digit by digit."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.utils.encoders import JSONEncoder


class PlainJSONParser(JSONParser):
    """JSON that is neither larger nor nested deeper than reason."""

    def parse(self, stream: Any, *args: Any, **options: Any) -> Any:
        """The body. Raises RequestDataTooBig before it is read whole, ParseError."""
        if isinstance(stream, HttpRequest):
            len(stream.body)  # reading it as the framework does is what counts its size
        try:
            return super().parse(stream, *args, **options)
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
