"""Records by number, as people write them."""


def hazard_ref(number: int) -> str:
    """A hazard's number as people write it: ``H0012``."""
    return f"H{number:04d}"


def submission_ref(number: int) -> str:
    """A submission's number as people write it: ``S0012``."""
    return f"S{number:04d}"


def mailing_ref(number: int) -> str:
    """The number of an attempt to send as people write it: ``Y0001``."""
    return f"Y{number:04d}"


def waiver_ref(number: int) -> str:
    """A waiver's number as people write it: ``W0001``."""
    return f"W{number:04d}"
