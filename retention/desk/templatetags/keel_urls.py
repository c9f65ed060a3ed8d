"""`{% url %}` of every template: what Django's says, looked up once for all records; registered by keel.py.

A page of a record has thirty addresses, and each took Django longer than the word beside it.
"""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as of_django
from django.utils.html import conditional_escape

from retention.desk.navigation import page_of

register = template.Library()


class RecordUrl(URLNode):
    """The address of a record's page; everything else as Django does it."""

    def render(self, context: Context) -> str:
        """As Django's, which also raises NoReverseMatch."""
        if len(self.args) == 1 and not self.kwargs and self.asvar is None:
            name, pk = self.view_name.resolve(context), self.args[0].resolve(context)
            if type(pk) is int and isinstance(name, str) and ":" not in name:
                url = page_of(name, pk)
                return conditional_escape(url) if context.autoescape else url
        return super().render(context)


@register.tag
def url(parser: Parser, token: Token) -> Any:
    """{% url "account" row.pk %}."""
    node = of_django(parser, token)
    return RecordUrl(node.view_name, node.args, node.kwargs, node.asvar)
