"""The commands as ``python -m planbook.cli``."""

import sys

from planbook.cli import main

sys.exit(main())
