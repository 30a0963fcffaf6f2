"""Errors that a person is told about.

Each carries its sentence in the user's language, a hint (what to do next) and the exit code of the
command-line contract. Only ``cli.main`` turns them into words on standard error.
"""


class SafetyctlError(Exception):
    """Something a person must be told; ``exit_code`` 1 unless a subclass says otherwise."""

    exit_code = 1

    def __init__(self, sentence: str, hint: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint


class CannotDo(SafetyctlError):
    """The outside world refused: a file, a folder, a full disk. Exit 1."""


class LedgerDamaged(SafetyctlError):
    """The file is not a ledger, or no longer a sound one. Exit 1."""


class BadInput(SafetyctlError):
    """What was typed or read cannot be taken. Exit 2, nothing changed."""

    exit_code = 2


class NotFound(BadInput):
    """A record, campus, area or file that was named does not exist. Exit 2."""


class Refused(BadInput):
    """A step that the workflow does not allow. Exit 2, nothing changed."""


class Declined(SafetyctlError):
    """The person who was asked said no. Exit 1, nothing changed."""


class CheckFound(SafetyctlError):
    """A check found something: ``--check``, ``ledger check``, ``verify``. Exit 3."""

    exit_code = 3


class Busy(SafetyctlError):
    """The ledger stayed busy past its time limit. Exit 75: try again."""

    exit_code = 75
