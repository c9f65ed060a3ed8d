"""Files that were uploaded and wait to be read: the lines of them that name a person."""

import re
from collections.abc import Iterator

from contacts.erasing.files import texts_in
from contacts.erasing.traces import Traces

from ..models import ImportFile

_LINE = re.compile(r"[\r\n]+|</(?:row|si)>")
"""Where a line ends, in a text and in the sheets of a workbook."""


def uploads_naming(traces: Traces) -> Iterator[tuple[str, bytes]]:
    """A name and the lines for each of them; other people's lines stay out."""
    if not traces.near:
        return
    pattern = re.compile(traces.near, re.IGNORECASE)
    waiting = ImportFile.objects.exclude(content=None).order_by("id").values_list("pk", "content")
    for pk, content in waiting.iterator(chunk_size=1):
        texts = texts_in(bytes(content or b""))
        lines = dict.fromkeys(line for text in texts for line in _LINE.split(text) if pattern.search(line))
        if lines:
            yield f"files/upload-{pk}.txt", "\n".join(lines).encode()
