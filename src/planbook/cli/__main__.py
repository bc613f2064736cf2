"""``python -m planbook.cli`` is the command ``planbook``."""

import sys

from planbook.cli import main

if __name__ == "__main__":
    sys.exit(main())
