"""The sheets of an office beside the weekly ledger and the battle map, and the one way to make any of them."""
