"""Zip archives: whatever is put in comes out, and the bytes are those of every other machine."""

import hashlib
import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from safetyctl.ground.packing import listing_size, packed, squeezed

NAMES = st.text("abcXYZ/._-0189", min_size=1, max_size=30)
MEMBERS = st.dictionaries(NAMES, st.binary(max_size=2_000), max_size=6)


@given(MEMBERS)
def test_what_is_put_in_comes_out(members: dict[str, bytes]) -> None:
    for content in (packed(members), squeezed(members)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
            assert archive.namelist() == sorted(members)
            assert {name: archive.read(name) for name in members} == members
            assert {info.date_time for info in archive.infolist()} <= {(1980, 1, 1, 0, 0, 0)}
            assert {info.external_attr for info in archive.infolist()} <= {0o644 << 16}
        assert listing_size(io.BytesIO(content)) == sum(46 + len(name) for name in members)


def test_the_compressed_bytes_are_those_of_every_other_machine() -> None:
    """A changed digest means that the compressor has changed: reports that went out would be written otherwise."""
    words = "".join(f"隐患{number}处；" for number in range(2_000)).encode()
    digest = hashlib.sha256(squeezed({"word/document.xml": words, "empty.xml": b""})).hexdigest()
    assert digest == "d4eab92993a99e91d887f09d2f850066c6d5dd218bb70ca6573617aa2b678e12"
