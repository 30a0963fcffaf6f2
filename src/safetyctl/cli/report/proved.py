"""A bundle that a person names, taken only where it is exactly what was once written."""

from pathlib import Path

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput


def manifest_of(bundle: Path) -> dict[str, object]:
    """What a bundle says of itself. Raises BadInput where it is not as it was written."""
    from safetyctl.reports.verifying import read_bundle

    proved = read_bundle(bundle)
    if not proved.sound or proved.manifest is None:
        raise BadInput(
            _("{file} is not the bundle that was written: {problem}").format(
                file=bundle, problem=proved.problems[0].sentence
            )
        )
    return proved.manifest
