"""Where packages come from: what the person told pip, told to uv as well."""

import ast
import subprocess
from pathlib import Path


def uv_environment(python: Path) -> dict[str, str]:
    """pip's settings (its files and PIP_* variables) as the variables that uv reads.

    uv looks at the first index that knows a name; pip at all of them. With every hash pinned, looking at all
    is safe, and a mirror that holds only some packages works.
    """
    listed = subprocess.run(
        [python, "-m", "pip", "config", "list", "--disable-pip-version-check"], capture_output=True, text=True
    )
    return translate(listed.stdout)


def translate(listing: str) -> dict[str, str]:
    """The lines of `pip config list` in uv's words; what uv has no word for is left out."""
    told = _settings(listing)
    words = {
        "UV_DEFAULT_INDEX": told.get("index-url", ""),
        "UV_INDEX": " ".join(told.get("extra-index-url", "").split()),
        "UV_FIND_LINKS": ",".join(told.get("find-links", "").split()),
        "UV_NO_INDEX": "1" if told.get("no-index", "0").lower() in ("1", "true", "yes", "on") else "",
        "UV_INSECURE_HOST": ",".join(told.get("trusted-host", "").split()),
        "SSL_CERT_FILE": told.get("cert", ""),
        "UV_HTTP_TIMEOUT": told.get("default-timeout", told.get("timeout", "")),
    }
    return {name: word for name, word in words.items() if word} | {"UV_INDEX_STRATEGY": "unsafe-best-match"}


def _settings(listing: str) -> dict[str, str]:
    """Settings by bare name; [install] counts more than [global], and PIP_* variables most of all."""
    order = {"global": 0, "install": 1, ":env:": 2}
    found: dict[str, tuple[int, str]] = {}
    for line in listing.splitlines():
        key, _, value = line.partition("=")
        place, _, name = key.strip().rpartition(".")
        if place not in order or order[place] < found.get(name, (0, ""))[0]:
            continue
        try:
            found[name] = (order[place], str(ast.literal_eval(value.strip())))
        except (SyntaxError, ValueError):
            continue
    return {name: value for name, (_, value) in found.items()}
