"""How the program looks.

`ui.theme.apply.apply_theme` is the entry; widgets ask for roles, never for colours.
"""
