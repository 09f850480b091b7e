"""The edit store: batches, creations and edits, and the view folded from them (docs/ledger-format.md).

Everything here works on a plain sqlite3 connection inside somebody else's transaction.
"""
