"""The campaign's archive: all that was kept and sent, with its index, and its verifying."""
