"""The bare view under the same kind of server as the product."""

import subprocess
import sys
import time
from socket import socket


class FloorServer:
    """gunicorn with the bare view, as many processes as the product has."""

    def __init__(self) -> None:
        with socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "gunicorn", "retention.desk.bench.floor:application", "-w", "2"]
        options = ["--threads", "4", "-b", f"127.0.0.1:{port}", "--no-control-socket", "--log-level", "error"]
        options += ["--keep-alive", "75"]  # its connection waits while the product is measured
        self.process = subprocess.Popen([*command, *options])
        time.sleep(4)

    def close(self) -> None:
        """Stop it."""
        self.process.terminate()
        self.process.wait(10)
