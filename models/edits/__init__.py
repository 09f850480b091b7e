"""Everything that changes data: a verb and a noun each, one transaction, returning what changed."""
