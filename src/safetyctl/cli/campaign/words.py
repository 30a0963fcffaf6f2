"""What the commands about the campaign say alike."""

from collections.abc import Sequence

from safetyctl.cli.here import Here
from safetyctl.cli.output import note
from safetyctl.ground.catalogue import _, listed


def say_unannounced(here: Here, years: Sequence[int]) -> None:
    """Say which years' holidays are not announced yet, and what is missing until they are; nothing where all are."""
    if years:
        note(
            here,
            _(
                "The holidays of {years} are not announced yet: the holiday rosters, and the working days advised "
                "before a deadline, come when they are (safetyctl campaign use)."
            ).format(years=listed(map(str, years))),
        )
