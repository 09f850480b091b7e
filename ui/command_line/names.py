"""The first words that belong to the command line; anything else opens the window."""

COMMANDS = frozenset(
    {
        "new",
        "import",
        "list",
        "show",
        "add",
        "set",
        "delete",
        "undo",
        "redo",
        "undo-import",
        "proposals",
        "person",
        "unit",
        "visit",
        "reason",
        "followup",
        "eligibility",
        "union",
        "log",
        "report",
        "export",
        "stats",
        "digest",
        "check",
        "backup",
        "restore",
        "gallery",
        "demo",
    }
)
