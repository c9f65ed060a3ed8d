"""What the person at the terminal reads: steps with their time, and each part's lines under its name."""

import os
import sys
import time

COLOURS = {
    "postgres": "34", "redis": "35", "web": "32", "worker": "36", "beat": "33", "ticker": "96", "keel": "1",
}  # fmt: skip
STARTED_AT = "KEEL_STARTED_AT"  # keeps the clock running when the launcher goes on inside the environment


class Teller:
    """Writes to the terminal; a closed terminal is not a reason to stop."""

    def __init__(self, *, is_coloured: bool | None = None) -> None:
        self.started = float(os.environ.setdefault(STARTED_AT, repr(time.time())))
        wanted = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        self.is_coloured = wanted if is_coloured is None else is_coloured

    def step(self, text: str) -> None:
        """One line of our own progress, with the seconds since the command was given."""
        self.line("keel", f"{time.time() - self.started:6.1f} s  {text}")

    def line(self, part: str, text: str) -> None:
        """One line that *part* said."""
        name = f"{part:<9}|"
        if self.is_coloured:
            name = f"\033[{COLOURS.get(part, '37')}m{name}\033[0m"
        self.plain(f"{name} {text}")

    def plain(self, text: str) -> None:
        """A line as it is."""
        try:
            print(text, flush=True)
        except (BrokenPipeError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
