"""`python -m rotascope`."""

import sys

from rotascope.cli import main

if __name__ == "__main__":
    sys.exit(main())
