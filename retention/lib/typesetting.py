"""The child process of ``typeset``: reads one job from its input, writes one PDF to its output.

It is run as a file of its own, so it imports nothing of ours.
"""

import json
import resource
import sys
from typing import Any


def narrow(megabytes: int) -> None:
    """No more memory than this, no file written, no core left behind."""
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def pdf_of(job: dict[str, Any]) -> bytes:
    """The tagged PDF: PDF/UA-1, or without that promise where a character has no glyph in our fonts."""
    import typst  # after the limits, and never in the web process: it is 80 MB

    source = job["source"]
    inputs = {name: job[name] for name in ("said", "title", "lang", "region")}

    def compiled(standards: list[Any]) -> bytes:
        return typst.compile(
            source.encode() if "\n" in source else source,
            root=job["root"],
            font_paths=[job["root"]],
            ignore_system_fonts=True,
            sys_inputs=inputs,
            pdf_standards=standards,
            package_path="/nonexistent",
            package_cache_path="/nonexistent",
            timestamp=job["at"],
            pdf_tags=True,
        )

    try:
        return compiled(["ua-1"])
    except typst.TypstError as refused:
        if "could not be displayed" not in str(refused):
            raise
        return compiled([])


def main() -> int:
    """0 and the file, or 1 and the reason in one line."""
    job = json.load(sys.stdin)
    narrow(job["memory"])
    try:
        pdf = pdf_of(job)
    except (RuntimeError, MemoryError) as refused:
        print(str(refused).replace("\n", " ")[:2000], file=sys.stderr)
        return 1
    if len(pdf) > job["bytes_out"]:
        print("too large", file=sys.stderr)
        return 1
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
