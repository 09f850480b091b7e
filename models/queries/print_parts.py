"""Into which parts a print may be split: the streets (districts) and the cadres that have something in this ledger."""

from collections.abc import Sequence

from models.divisions import division_name
from models.errors import InputProblem
from models.language import _
from models.ledger.ledger import Ledger
from models.queries.conditions import Conditions
from models.queries.figures import area_digits, area_sql
from models.queries.people_list import cadres
from models.queries.weekly_scope import within

#: More dossiers than this are not made at one go.
MOST_DOSSIERS = 500


def areas_in_use(ledger: Ledger) -> list[tuple[str, str]]:
    """Code and name of every area that has a live organization, by code."""
    with ledger.reading() as db:
        live = Conditions(db).live
        rows = db.execute(
            f"SELECT DISTINCT {area_sql(area_digits(ledger))} FROM organization o WHERE {live} AND o.scope<>'outside' "
            "ORDER BY 1"
        ).fetchall()
    return [(code, division_name(code) or code) for (code,) in rows if code]


def cadres_in_use(ledger: Ledger) -> list[tuple[bytes, str]]:
    """Record id and name of every cadre who is here and has an organization or an open follow-up."""
    with ledger.reading() as db:
        busy = {
            row[0]
            for row in db.execute(
                "SELECT owner FROM organization WHERE owner IS NOT NULL AND deleted IS NOT 1 UNION "
                "SELECT cadre FROM followup WHERE cadre IS NOT NULL AND state='open' AND deleted IS NOT 1"
            )
        }
    return [(cadre.uid, cadre.name) for cadre in cadres(ledger) if cadre.uid in busy]


def organizations_in(ledger: Ledger, areas: Sequence[str]) -> list[int]:
    """The live organizations of areas (local ids), by street and name; InputProblem for more than is made at one go."""
    with ledger.reading() as db:
        condition = f"{Conditions(db).live} AND o.scope<>'outside' AND {within(areas)}"
        rows = db.execute(
            f"SELECT o.id FROM organization o WHERE {condition} ORDER BY coalesce(o.street,'z'), o.name, o.id LIMIT ?",
            (MOST_DOSSIERS + 1,),
        ).fetchall()
    if len(rows) > MOST_DOSSIERS:
        raise InputProblem(
            _("一次最多打印 {n} 家的一户一档。").format(n=MOST_DOSSIERS),
            hint=_("请选一个街道，或写明是哪几家。"),
        )
    return [row[0] for row in rows]
