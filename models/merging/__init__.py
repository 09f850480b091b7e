"""Taking in what colleagues send: opening files, preview, merge, receipts, undo, and the conflicts that are left."""
