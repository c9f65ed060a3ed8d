"""Timing: the same requests in turn with their references, medians over rounds."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

ROUNDS = 3


@dataclass
class Timing:
    """Milliseconds of one line."""

    values: list[float] = field(default_factory=list)
    size: int = 0

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        """Nineteen of twenty are faster."""
        return sorted(self.values)[max(0, round(len(self.values) * 0.95) - 1)]


class Caller:
    """A kept connection with the headers of a signed-in person."""

    def __init__(self, base: str, headers: dict[str, str]) -> None:
        parts = urlsplit(base)
        self.connection = http.client.HTTPConnection(
            parts.hostname or "127.0.0.1", parts.port or 80, timeout=60
        )
        self.headers = headers

    def get(self, path: str) -> int:
        """One GET; its size. Raises RuntimeError when it is not 200."""
        try:
            answer = self._ask(path)
        except http.client.RemoteDisconnected:  # it waited for too long while the reference was measured
            self.connection.close()
            answer = self._ask(path)
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        return len(body)

    def _ask(self, path: str) -> http.client.HTTPResponse:
        self.connection.request("GET", path, headers=self.headers)
        return self.connection.getresponse()


def timed(act: Callable[[], int], times: int, into: Timing) -> None:
    """Run it so many times after one warm-up."""
    act()
    for _ in range(times):
        started = time.perf_counter()
        into.size = act()
        into.values.append((time.perf_counter() - started) * 1000)


def at_once(make: Callable[[], Callable[[], int]], callers: int, times: int) -> tuple[Timing, float]:
    """The same with several callers; the timing and the requests per second."""
    found = [Timing() for _ in range(callers)]
    threads = [threading.Thread(target=timed, args=(make(), times, each)) for each in found]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - started
    together = Timing([value for each in found for value in each.values], found[0].size)
    return together, len(together.values) / seconds
