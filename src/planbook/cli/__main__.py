"""``python -m planbook.cli`` is the command ``planbook``."""

import sys

from planbook.cli import main

sys.exit(main())
