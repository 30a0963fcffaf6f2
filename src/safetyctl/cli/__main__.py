"""``python -m safetyctl.cli``: the same as ``safetyctl``."""

import sys

from safetyctl.cli import main

if __name__ == "__main__":
    sys.exit(main())
