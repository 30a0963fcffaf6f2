"""A bundle that a person names, taken only where it is exactly what was once written."""

from pathlib import Path
from typing import Any, NamedTuple

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput


class Proved(NamedTuple):
    """A bundle as it was written: what it says of itself, and the very bytes in which it says so."""

    manifest: dict[str, Any]
    content: bytes


def proved(bundle: Path) -> Proved:
    """Read a bundle once. Raises NotFound, and BadInput where it is not as it was written."""
    from safetyctl.reports.bundles.verifying import read_bundle

    found = read_bundle(bundle)
    if not found.sound or found.manifest is None:
        first = found.problems[0]
        raise BadInput(
            _("{file} is not the bundle that was written: {problem}").format(
                file=bundle, problem=": ".join(filter(None, (first.member, first.sentence)))
            )
        )
    return Proved(found.manifest, found.content)
