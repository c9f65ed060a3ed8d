"""Asking the product whether it is well, as a monitor would."""

import urllib.error
import urllib.request
from http import HTTPStatus


def ask_health(url: str, *, host: str = "localhost", timeout: float = 3.0) -> tuple[bool, str]:
    """Is the address green, and what it says."""
    request = urllib.request.Request(url, headers={"Host": host})  # noqa: S310  (our own address)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=timeout) as answer:
            return answer.status == HTTPStatus.OK, answer.read(2000).decode("utf-8", "replace")
    except urllib.error.HTTPError as refusal:
        return False, refusal.read(2000).decode("utf-8", "replace")
    except OSError as refusal:
        return False, str(refusal)
