"""The program with the toy nouns in its table, for a process of its own."""

import sys

from safetyctl.cli import app, main

SECTIONS = (
    ("Every day", {"thing": app.Entry("toy_things", "Things"), "now": app.Entry("toy_now", "The day", True)}),
)

if __name__ == "__main__":
    app.SECTIONS = SECTIONS
    sys.exit(main())
