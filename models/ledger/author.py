"""Who is working: the cadre whose name and unit stand on every batch."""

import sqlite3
from dataclasses import dataclass

from models.errors import AmbiguousProblem, InputProblem
from models.language import _
from models.tables.record_kinds import CADRE, WORKING_UNIT


@dataclass(frozen=True, slots=True)
class Author:
    """A cadre with the unit; `cadre` is the record id, empty for a ledger without any."""

    name: str
    unit: str
    cadre: bytes = b""

    @property
    def text(self) -> str:
        """As it stands on a batch: 张三（朝阳区总工会）."""
        return f"{self.name}（{self.unit}）" if self.unit else self.name


_QUERY = (
    f"SELECT c.name, coalesce(u.name,''), c.uid FROM {CADRE.table} c "
    f"LEFT JOIN {WORKING_UNIT.table} u ON u.uid=c.working_unit WHERE c.deleted IS NOT 1 AND "
)


def usual_author(db: sqlite3.Connection) -> Author:
    """The person this copy belongs to, as `new` or the window's settings named it."""
    row = db.execute(_QUERY + "lower(hex(c.uid))=(SELECT value FROM meta WHERE key='person')").fetchone()
    return Author(*row) if row else Author(_("本机"), "")


def author_named(db: sqlite3.Connection, name: str) -> Author:
    """The cadre of that name; InputProblem if there is none, AmbiguousProblem if there are several."""
    rows = db.execute(_QUERY + "c.name=? ORDER BY c.uid", (name,)).fetchall()
    if not rows:
        raise InputProblem(_("台账里没有叫“{name}”的人员。").format(name=name), hint=_("请先用 person add 添加。"))
    if len(rows) > 1:
        authors = [Author(*row) for row in rows]
        raise AmbiguousProblem(
            _("有 {n} 个人都叫“{name}”：").format(n=len(rows), name=name),
            candidates=[f"{author.text} {author.cadre.hex()}" for author in authors],
        )
    return Author(*rows[0])
