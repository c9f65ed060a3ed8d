"""`python3 -m retention.launch`: says so when this Python is too old to read the rest."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (this very file must be read by older ones)
    sys.exit("Keel needs Python 3.11 or newer; this is Python %d.%d" % sys.version_info[:2])  # noqa: UP031

from .command import main

sys.exit(main(sys.argv[1:]))
