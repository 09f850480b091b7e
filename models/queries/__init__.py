"""Everything that reads. Functions take a ledger and return frozen dataclasses."""
