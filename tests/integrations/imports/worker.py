"""A worker of its own process, to be killed: says when it is ready, and runs jobs once it is told to."""

import os
import sys

import django


def main() -> None:
    """Run what waits, in small transactions, so that a kill meets many different moments."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "retention.settings.test"
    django.setup()
    from retention.integrations.imports import applying
    from retention.integrations.jobs.running import run_waiting

    applying.ROWS_AT_ONCE = int(sys.argv[1])
    print("ready", flush=True)
    sys.stdin.readline()
    run_waiting()


if __name__ == "__main__":
    main()
