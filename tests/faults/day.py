"""Days of work at random, through the product's own edits: what the kill and power-cut runs let happen to a ledger.

Every step is one call that the window would make, and one transaction. A step that is over is acknowledged with
the batches that it wrote or changed, so that others can say later whether anything of it is missing.
"""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from stdnum.cn import uscc

from models.edits.eligibility import decide_eligibility
from models.edits.followups import assign_followup, finish_followups, move_followups
from models.edits.organizations import (
    add_former_name,
    add_organization,
    change_organization,
    delete_organizations,
    restore_organizations,
)
from models.edits.people import add_person
from models.edits.reasons import add_reason, resolve_reason
from models.edits.undo import redo, undo
from models.edits.unions import form_union
from models.edits.visits import record_visits
from models.errors import InputProblem
from models.facts.arrivals import take_out_arrivals
from models.facts.body import Body
from models.facts.union import unite
from models.importing.importer import ImportOptions, run_import
from models.importing.mapping import propose_mapping
from models.importing.table import open_table
from models.inputs.forms import EligibilityInput, FollowupInput, ReasonInput, UnionInput, VisitInput
from models.ledger.campaign_rule import scope_rule
from models.ledger.ledger import Ledger
from models.ledger.summaries import refresh_touched
from models.rules.credit_codes import organization_check
from models.tables.record_kinds import VISIT

TODAY = date(2024, 6, 18)
CODES = ("D1", "B3", "F2", "B2", "F1", "D4", "D3", "F4")
_STREETS = ("440105001", "440105002", "440105003")

Batches = dict[str, str]


@dataclass(frozen=True)
class Sent:
    """A file of a colleague: its facts, and the digest it is known by."""

    body: Body
    digest: bytes


def credit_code(number: int) -> str:
    """A valid credit code of a made-up kindergarten."""
    body = f"MJ{number:06d}"
    stem = f"52440105{body}{organization_check(body)}"
    return stem + str(uscc.calc_check_digit(stem))


def write_list(path: Path, rng: Random, rows: int) -> None:
    """A registry's list of made-up organizations, among the same two hundred codes each time."""
    lines = [
        f"第{number}幼儿园,{credit_code(number)},和平路{rng.randrange(9)}号,{rng.randrange(5, 80)}\n"
        for number in rng.sample(range(200), rows)
    ]
    path.write_text("".join(["单位名称,统一社会信用代码,地址,从业人数\n", *lines]), encoding="utf-8")


def batches_of(db: sqlite3.Connection) -> Batches:
    """Every batch with its digest, in hexadecimal: what an acknowledgement is about."""
    return {uid.hex(): digest.hex() for uid, digest in db.execute("SELECT uid, digest FROM batch")}


class Day:
    """Work on one ledger. `folder` is for the lists that are imported, `sent` are files of colleagues."""

    def __init__(
        self, ledger: Ledger, rng: Random, folder: Path, sent: Sequence[Sent] = (), *, backups: bool = False
    ) -> None:
        self.ledger = ledger
        self._rng = rng
        self.backup: str | None = None
        self._folder = folder
        self._sent = sent
        steps: list[tuple[int, Callable[[], Any]]] = [
            (30, self.visit),
            (22, self.change),
            (5, self.add),
            (6, self.give_reason),
            (4, self.resolve),
            (5, self.assign),
            (6, self.move),
            (4, self.finish),
            (4, self.delete),
            (4, self.restore),
            (8, self.undo),
            (4, self.redo),
            (3, self.decide),
            (3, self.form_union),
            (2, self.name_former),
            (2, self.add_person),
            (3, self.import_list),
        ]
        if sent:
            steps += [(4, self.merge), (2, self.undo_merge)]
        if backups:
            steps.append((4, self.back_up))
        self._weights = [weight for weight, _step in steps]
        self._steps = [step for _weight, step in steps]

    def next_step(self) -> Callable[[], Any]:
        """Something to do."""
        return self._rng.choices(self._steps, self._weights)[0]

    def do(self, step: Callable[[], Any]) -> bool:
        """Do it; False if there was nothing to do it to."""
        try:
            return step() is not False
        except InputProblem:
            return False

    def _one(self, query: str) -> Any:
        with self.ledger.reading() as db:
            rows = db.execute(query).fetchall()
        return self._rng.choice(rows) if rows else None

    def _organization(self, state: str = "deleted IS NOT 1") -> int:
        row = self._one(f"SELECT id FROM organization WHERE {state}")
        if row is None:
            raise InputProblem("没有单位")
        return int(row[0])

    def _day(self) -> date:
        return TODAY + timedelta(days=self._rng.randrange(-40, 60))

    def visit(self) -> None:
        """A visit with reasons that are not open yet and perhaps a next step; its note says what belongs to it."""
        organization = self._organization()
        with self.ledger.reading() as db:
            query = "SELECT code FROM reason WHERE org_id=? AND deleted IS NOT 1 AND resolved_on IS NULL"
            known = {row[0] for row in db.execute(query, (organization,))}
        fresh = [code for code in CODES if code not in known]
        reasons = tuple(self._rng.sample(fresh, min(len(fresh), self._rng.randrange(3))))
        following = self._rng.random() < 0.6
        visit = VisitInput(
            visited_on=self._day(),
            result=self._rng.choice(("1", "2", "3")),
            reasons=reasons,
            next_on=self._day() if following else None,
            note=f"{len(reasons)} {int(following)}",
        )
        record_visits(self.ledger, [organization], visit)

    def change(self) -> None:
        rng = self._rng
        fields: dict[str, object] = {
            "staff": rng.randrange(200),
            "phone": f"199{rng.randrange(10**7, 10**8)}",
            "street": rng.choice(_STREETS),
            "note": rng.choice(("", "电话无人接", "改日上门")) or None,
            "address": f"幸福路{rng.randrange(300)}号",
        }
        chosen = dict(rng.sample(sorted(fields.items()), rng.randrange(1, 4)))
        change_organization(self.ledger, self._organization(), chosen)

    def add(self) -> None:
        number = self._rng.randrange(10**6)
        values = {"name": f"新苗{number}幼儿园", "code": credit_code(number), "staff": self._rng.randrange(90)}
        add_organization(self.ledger, values)

    def give_reason(self) -> None:
        reason = ReasonInput(
            code=self._rng.choice(CODES), opened_on=self._day(), is_primary=self._rng.random() < 0.4, note="说明"
        )
        add_reason(self.ledger, self._organization(), reason)

    def resolve(self) -> None:
        row = self._one("SELECT org_id, code FROM reason WHERE deleted IS NOT 1 AND resolved_on IS NULL")
        if row:
            resolve_reason(self.ledger, row[0], row[1], on=self._day())

    def assign(self) -> None:
        organizations = [self._organization() for _each in range(self._rng.randrange(1, 4))]
        assign_followup(self.ledger, organizations, FollowupInput(task="送材料", due_on=self._day()))

    def _followups(self, state: str) -> list[int]:
        with self.ledger.reading() as db:
            rows = db.execute(f"SELECT id FROM followup WHERE deleted IS NOT 1 AND state{state}").fetchall()
        chosen = self._rng.sample(rows, min(len(rows), self._rng.randrange(1, 4)))
        return [row[0] for row in chosen]

    def move(self) -> None:
        move_followups(self.ledger, self._followups("='open'"), due_on=self._day())

    def finish(self) -> None:
        finish_followups(self.ledger, self._followups("='open'"), on=self._day(), outcome="办妥")

    def delete(self) -> None:
        delete_organizations(self.ledger, [self._organization()])

    def restore(self) -> None:
        restore_organizations(self.ledger, [self._organization("deleted=1")])

    def undo(self) -> None:
        undo(self.ledger)

    def redo(self) -> None:
        redo(self.ledger)

    def decide(self) -> None:
        decision = EligibilityInput(decision=self._rng.choice(("yes", "no")), decided_on=self._day(), ground="核实")
        decide_eligibility(self.ledger, [self._organization()], decision)

    def form_union(self) -> None:
        organizations = sorted({self._organization() for _each in range(3)})
        form_union(self.ledger, organizations, UnionInput(name="联合工会", route="joint", founded_on=self._day()))

    def name_former(self) -> None:
        add_former_name(self.ledger, self._organization(), "旧名")

    def add_person(self) -> None:
        add_person(self.ledger, self._organization(), {"name": "周岚", "role": "head", "since": self._day()})

    def import_list(self) -> None:
        """Some rows of a registry: new ones, changed ones, the same again."""
        path = self._folder / "名册.csv"
        write_list(path, self._rng, self._rng.randrange(3, 40))
        table = open_table(path)
        run_import(self.ledger, ImportOptions(table, propose_mapping(table), self._day()))

    def back_up(self) -> None:
        self.backup = self.ledger.backup().path.name

    def merge(self) -> None:
        unite_sent(self.ledger, self._rng.choice(self._sent))

    def undo_merge(self) -> bool:
        with self.ledger.local_write() as db:
            (newest,) = db.execute("SELECT max(id) FROM arrival WHERE undone=0").fetchone()
            if newest is None:
                return False
            refresh_touched(db, scope_rule(db), take_out_arrivals(db, [newest]).touched)
        return True


def unite_sent(ledger: Ledger, sent: Sent) -> bool:
    """Merge a colleague's facts as the store does it; True if they brought anything."""
    with ledger.local_write() as db:
        arrival = unite(db, sent.body, file_digest=sent.digest, now=1_718_000_000)
        refresh_touched(db, scope_rule(db), arrival.touched)
    return arrival.id is not None


def half_visits(db: sqlite3.Connection) -> list[str]:
    """Visits whose reasons or follow-up are not all here, by what their notes say belongs to them."""
    found = []
    query = f"SELECT id, uid, note FROM {VISIT.table} WHERE note IS NOT NULL"
    for record, uid, note in db.execute(query).fetchall():
        here = [
            db.execute(f"SELECT count(*) FROM {table} WHERE visit=?", (uid,)).fetchone()[0]
            for table in ("reason", "followup")
        ]
        if here != [int(part) for part in note.split()]:
            found.append(f"visit {record} should have {note}, has {here}")
    return found
