"""The search index: a file beside the ledger's facts, ours to drop and to rebuild (docs/decisions/0006)."""
