"""safetyctl: a school group's safety rectification campaign, run over one ledger."""

__version__ = "0.1.0"
