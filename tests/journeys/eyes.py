"""What a screen reader is told: a program of its own for the system's Python, which has pyatspi; ours has not.

For every line it is given it prints one line of JSON: the names, texts and values of what the program's windows show
now, `*` in front of what has the keyboard. After the word `press` the line names a button, which is pressed as a
screen reader presses it; then the line of JSON says whether there was one.
"""

import json
import sys

import pyatspi  # type: ignore[import-not-found]  # of the system

_MOST = 6_000


def told(program: str) -> list[str]:
    """All that is shown, in the order of the windows."""
    found: list[str] = []
    for application in pyatspi.Registry.getDesktop(0):
        if application is not None and program in (application.name or ""):
            _look(application, found, [0])
    return found


def _look(node: object, found: list[str], count: list[int]) -> None:
    count[0] += 1
    if count[0] > _MOST:
        return
    for child in node:  # type: ignore[attr-defined]
        try:
            if child is None or not child.getState().contains(pyatspi.STATE_SHOWING):
                continue
            mark = "*" if child.getState().contains(pyatspi.STATE_FOCUSED) else ""
            words = [child.name, child.description, _text(child)]
            found += [mark + word for word in dict.fromkeys(words) if word or mark]
            if child.getRole() not in (pyatspi.ROLE_TABLE, pyatspi.ROLE_TREE_TABLE, pyatspi.ROLE_TREE):
                _look(child, found, count)
            else:
                _look_into_rows(child, found)
        except Exception:  # noqa: BLE001, S112 - what goes while we look at it raises anything
            continue


def _look_into_rows(table: object, found: list[str]) -> None:
    for place in range(min(table.childCount, 400)):  # type: ignore[attr-defined]
        cell = table.getChildAtIndex(place)  # type: ignore[attr-defined]
        if cell is not None and cell.name:
            found.append(cell.name)


def _text(node: object) -> str:
    try:
        text = node.queryText()  # type: ignore[attr-defined]
    except NotImplementedError:
        return ""
    return str(text.getText(0, -1))


def pressed(program: str, name: str) -> bool:
    """Press the button, link or box of that name that is shown and can be pressed."""
    for application in pyatspi.Registry.getDesktop(0):
        if application is not None and program in (application.name or ""):
            found = pyatspi.findDescendant(application, lambda node: _is_button(node, name))
            if found is not None:
                return bool(found.queryAction().doAction(0))
    return False


def _is_button(node: object, name: str) -> bool:
    try:
        if node.name != name or not node.getState().contains(pyatspi.STATE_SHOWING):  # type: ignore[attr-defined]
            return False
        if not node.getState().contains(pyatspi.STATE_SENSITIVE):  # type: ignore[attr-defined]
            return False
        return node.queryAction().nActions > 0  # type: ignore[attr-defined, no-any-return]
    except Exception:  # noqa: BLE001 - what goes while we look at it raises anything
        return False


for _line in sys.stdin:
    _word, _blank, _name = _line.strip().partition(" ")
    print(json.dumps(pressed(sys.argv[1], _name) if _word == "press" else told(sys.argv[1])), flush=True)
