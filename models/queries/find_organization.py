"""The one organization that a word names: its id, its credit code, or its exact name."""

from models.errors import AmbiguousProblem, InputProblem
from models.language import _
from models.ledger.ledger import Ledger
from models.rules.credit_codes import clean_code

_SHOWN = 10
_ID_LENGTH = 32


def find_organization(ledger: Ledger, text: str, *, trash: bool = False, hidden: bool = False) -> int:
    """The local id; InputProblem if there is none, AmbiguousProblem with the candidates if there are several.

    Whoever is shown as another one leads to that one, except with `hidden`.
    """
    text = text.strip()
    present = "deleted=1" if trash else "deleted IS NOT 1"
    found = "id" if hidden else "coalesce(joined_into,id)"
    ways: list[tuple[str, object]] = [("code=?", clean_code(text)), ("name=?", text)]
    if len(text) == _ID_LENGTH and all(character in "0123456789abcdef" for character in text.lower()):
        ways.insert(0, ("uid=?", bytes.fromhex(text)))
    with ledger.reading() as db:
        for condition, value in ways:
            rows = db.execute(
                "SELECT id, name, coalesce(code,''), lower(hex(uid)), coalesce(address,'') FROM organization "
                "WHERE id IN ("
                f"SELECT {found} FROM organization WHERE {condition} AND {present}) "
                f"ORDER BY id LIMIT {_SHOWN + 1}",
                (value,),
            ).fetchall()
            if len(rows) == 1:
                return int(rows[0][0])
            if rows:
                count = db.execute(
                    f"SELECT count(DISTINCT {found}) FROM organization WHERE {condition} AND {present}",
                    (value,),
                ).fetchone()[0]
                raise AmbiguousProblem(
                    _("“{text}”对应 {n} 家单位，请改用代码或编号：").format(text=text, n=count),
                    candidates=[
                        f"{uid}  {code or '—'}  {name}  {address}".rstrip()
                        for _id, name, code, uid, address in rows[:_SHOWN]
                    ],
                )
    raise InputProblem(
        _("台账里没有“{text}”。").format(text=text), hint=_("请写代码、编号或完整名称，或先用 list --search 查找。")
    )
