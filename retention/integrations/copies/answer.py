"""The answer that downloads a copy."""

from django.http import HttpResponse

from ..models import AskedCopy


def as_download(asked: AskedCopy, content: bytes) -> HttpResponse:
    """A ZIP archive named by the number of the person; nothing on the way may keep it."""
    answer = HttpResponse(content, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="person-{asked.person_id}.zip"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
