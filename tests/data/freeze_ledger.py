"""Make the small ledger that is kept per released format: `python -m tests.data.freeze_ledger`.

Once per format, when it is released; the file is never made again afterwards. Everything goes through the product's
own edits, with a clock and a chance that repeat themselves, so that two runs write the same facts. It holds one of
everything that the format knows: imports, edits, deletions, undo and redo, second creations, conflicts, a record
that came back, creations and edits that wait for their record, a merge that was undone.
"""

import json
import os
import sys
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from models.edits.attachments import attach_file
from models.edits.closing import confirm_closing, propose_closing, return_closing
from models.edits.eligibility import decide_eligibility
from models.edits.followups import assign_followup, finish_followups
from models.edits.freezing import freeze_week
from models.edits.import_profiles import keep_form_profile, keep_import_profile
from models.edits.links import join_organizations, keep_apart, relate_organizations
from models.edits.new_ledger import create_ledger
from models.edits.organizations import (
    add_former_name,
    add_organization,
    change_organization,
    delete_organizations,
    restore_organizations,
)
from models.edits.people import add_cadre, add_person
from models.edits.phrases import save_phrase
from models.edits.proposals import Decision, refuse_proposals
from models.edits.reasons import add_reason, resolve_reason
from models.edits.redaction import purge_name
from models.edits.saved_views import save_view
from models.edits.survey import answer_survey
from models.edits.undo import redo, undo
from models.edits.unions import form_union
from models.edits.visits import record_visits
from models.exchange.known import own_card
from models.exchange.writing import Recipient, Wanted, write_exchange
from models.facts.arrivals import take_out_arrivals
from models.facts.body import Body, take_out
from models.facts.canonical import known_record_uid
from models.facts.union import unite
from models.facts.writer import Surroundings
from models.importing.importer import ImportOptions, run_import
from models.importing.mapping import propose_mapping
from models.importing.table import open_table
from models.inputs.closing import ClosingInput
from models.inputs.forms import EligibilityInput, FollowupInput, ReasonInput, UnionInput, VisitInput
from models.inputs.frozen_print import FrozenPrint
from models.ledger.campaign_rule import CAMPAIGN_UID, TARGET_UIDS, scope_rule
from models.ledger.drafts import keep_draft
from models.ledger.health import digests
from models.ledger.ledger import Ledger
from models.ledger.migrations import steps
from models.ledger.profile import PROFILE_VARIABLE
from models.ledger.saved_views import LAYOUT
from models.ledger.summaries import refresh_touched
from models.merging.merge import merge
from models.merging.offers import open_offers
from models.merging.preview import preview
from models.merging.rows import ORGANIZATIONS
from models.progress import Progress
from models.rules.survey import Answer, State
from models.rules.view_spec import ViewSpec
from models.tables.record_kinds import CAMPAIGN, CODE_ENTRY, DIVISION, ORGANIZATION, TARGET
from tests.faults.day import credit_code

HOME = Path(__file__).parent / "ledgers_by_version"
NEWEST_FROZEN = HOME / f"{len(steps())}.jhtz"
#: A picture of one pixel.
_PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
_HEADING = "单位名称,统一社会信用代码,地址,从业人数,曾用名,工会名称,建会模式,未建会原因"


def freeze(path: Path) -> dict[str, str]:
    """Make the ledger; its two digests."""
    with TemporaryDirectory(prefix="jianhui-freeze-") as folder, _profile(Path(folder)):
        colleague = _work_elsewhere(Path(folder))
        with create_ledger(
            path, unit="朝阳区总工会", person="周岚", division="110105", surroundings=_surroundings(1)
        ) as ledger:
            _work(ledger, Path(folder))
            _merge(ledger, colleague)
            _since_format_2(ledger, Path(folder))
            _since_format_3(ledger, Path(folder))
            facts, state = digests(ledger)
    return {"facts": facts, "state": state}


@contextmanager
def _profile(folder: Path, number: str = "00112233aabbccdd") -> Iterator[None]:
    """An installation with a number that is always the same."""
    before = os.environ.get(PROFILE_VARIABLE)
    folder.mkdir(exist_ok=True)
    (folder / "installation.json").write_text(json.dumps({"number": number}), encoding="utf-8")
    os.environ[PROFILE_VARIABLE] = str(folder)
    try:
        yield
    finally:
        os.environ.pop(PROFILE_VARIABLE)
        if before is not None:
            os.environ[PROFILE_VARIABLE] = before


def _surroundings(seed: int) -> Surroundings:
    chance = Random(f"frozen {seed}")
    now = 1_718_000_000_000

    def clock() -> int:
        nonlocal now
        now += 61_007
        return now

    return Surroundings(clock, chance.randbytes)


def _import(ledger: Ledger, folder: Path, rows: list[str], day: date) -> None:
    path = folder / "名册.csv"
    path.write_text("\n".join([_HEADING, *rows]) + "\n", encoding="utf-8")
    table = open_table(path)
    run_import(ledger, ImportOptions(table, propose_mapping(table), day))


def _work(ledger: Ledger, folder: Path) -> None:
    """Weeks of a cadre: a bit of everything."""
    rows = [f"和平{n}幼儿园,{credit_code(n)},和平路{n}号,{n + 10},,,," for n in range(1, 9)]
    rows[1] = f"阳光幼儿园,{credit_code(2)},和平路2号,26,旧阳光幼儿园,阳光幼儿园工会,单独建,"
    rows[2] = f"绿洲幼儿园,{credit_code(3)},和平路3号,31,,,,B2"
    _import(ledger, folder, rows, date(2024, 1, 1))
    add_organization(
        ledger, {"name": "手工录入的学校", "staff": 12, "founded_on": date(2001, 2, 3), "key_declared": True}
    )
    add_cadre(ledger, "韩立群")
    for number, organization in enumerate((1, 4, 5)):
        visit = VisitInput(
            visited_on=date(2024, 3, 1 + number),
            result="2",
            note="负责人愿意看材料",
            reasons=("D1", "F2")[: number + 1],
            next_on=date(2024, 3, 20 + number),
            minutes=30,
        )
        record_visits(ledger, [organization], visit)
    finish_followups(ledger, [1], on=date(2024, 3, 21), outcome="办妥")
    assign_followup(ledger, [6, 7], FollowupInput(task="送联合建会材料", due_on=date(2024, 4, 1)))
    resolve_reason(ledger, 1, "D1", on=date(2024, 4, 2), by="谈妥")
    add_reason(ledger, 7, ReasonInput(code="Z", opened_on=date(2024, 4, 3), note="正在换届", is_primary=True))
    decide_eligibility(ledger, [6], EligibilityInput(decision="no", decided_on=date(2024, 4, 3), ground="无专职人员"))
    form_union(ledger, [4, 5], UnionInput(name="和平街联合工会", route="joint", founded_on=date(2024, 5, 1)))
    change_organization(ledger, 1, {"staff": 44, "phone": "19900000000", "note": "电话无人接"})
    change_organization(ledger, 1, {"note": None, "street": "110105001"})
    add_former_name(ledger, 6, "老名字")
    add_person(ledger, 6, {"name": "李四", "role": "head", "since": date(2020, 1, 1)})
    delete_organizations(ledger, [8])
    delete_organizations(ledger, [3])
    restore_organizations(ledger, [3])
    for reversal in (undo, redo, undo):
        reversal(ledger)
    with ledger.change() as change:
        change.create(CAMPAIGN, {"name": "专项行动", "ends_on": date(2024, 12, 31)}, uid=CAMPAIGN_UID)
        change.create(TARGET, {"percent": 85, "due_on": date(2024, 12, 31)}, uid=TARGET_UIDS[0])
        change.create(
            CODE_ENTRY,
            {"list": "reason", "code": "D1", "label": "改过的"},
            uid=known_record_uid("code", "reason", "D1"),
        )
        change.create(DIVISION, {"code": "110105999", "name": "新街道"}, uid=known_record_uid("division", "110105999"))


def _since_format_2(ledger: Ledger, folder: Path) -> None:
    """A row that waits, a view and a layout, remembered columns, a draft, a proposal turned down, a phrase."""
    _import(ledger, folder, ["手工录入的学校,,和平路9号,13,,,,", "手工录入的学校,,和平路9号,14,,,,"], date(2024, 6, 1))
    keep_import_profile(ledger, fingerprint="0" * 32, mapping='{"columns": {}, "streets": false}', name="名册")
    save_view(ledger, name="大单位", spec=ViewSpec(conditions=(("staff", ">=", "25"),), sort="staff"))
    save_view(ledger, name="自己的列", spec=ViewSpec(columns=(("name", 0), ("staff", 80))), purpose=LAYOUT)
    save_phrase(ledger, "负责人出差")
    keep_draft(ledger, ("visit", (1,)), {"note": "没写完"})
    refuse_proposals(ledger, [Decision(1, "category", "school")])


def _since_format_3(ledger: Ledger, folder: Path) -> None:
    """Answers, an attachment, links, closing out, a print of a week, a form, a purge, and files there and back."""
    answers = {
        "place": Answer(State.YES, note="教学楼一层"),
        "dispatched": Answer(State.UNKNOWN),
        "has_union": Answer(State.NO),
        "staff": Answer(State.YES, 27),
    }
    answer_survey(ledger, 6, answers, stage="S1")
    attach_file(ledger, [6, 7], "照片.png", _PIXEL, note="门牌")
    join_organizations(ledger, 6, 7)
    keep_apart(ledger, [(1, 4)])
    relate_organizations(ledger, [(4, 5)], note="总校与分校")
    for organization in (1, 4, 5):
        proposed = ClosingInput(proposed_on=date(2024, 6, 3), document_no="朝总工〔2024〕1号")
        propose_closing(ledger, [organization], proposed)
    confirm_closing(ledger, [4], on=date(2024, 6, 4))
    return_closing(ledger, [5], phrase="缺批复", on=date(2024, 6, 4))
    freeze_week(ledger, FrozenPrint("2024-W23", "weekly", "", "2024-06-07T16:00:00", "ZT-20240607-0001", *["e30="] * 4))
    keep_form_profile(ledger, fingerprint="1" * 32, mapping="{}", name="市总表")
    add_person(ledger, 4, {"name": "要求清除的人", "role": "head"})
    purge_name(ledger, 4, "要求清除的人", texts=True)
    _exchange(ledger, folder)


def _exchange(ledger: Ledger, folder: Path) -> None:
    """A file to a colleague, who sends one back with its receipt and a change; of that, one row is left out."""
    there = folder / "发出.jhx"
    sender = Recipient("周岚", own_card(ledger).public_key)
    write_exchange(ledger, there, Wanted(recipient=Recipient("李强")), program="frozen", progress=Progress())
    with (
        _profile(folder / "对方", "8899aabbccddeeff"),
        create_ledger(
            folder / "对方.jhtz", unit="望京街道总工会", person="李强", surroundings=_surroundings(4)
        ) as other,
    ):
        _merge_file(other, there)
        change_organization(other, 1, {"phone": "19933333333"})
        add_organization(other, {"name": "对方新增的单位"})
        back = folder / "发回.jhx"
        write_exchange(other, back, Wanted(recipient=sender), program="frozen", progress=Progress())
    _merge_file(ledger, back, but="对方新增的单位")


def _merge_file(ledger: Ledger, path: Path, but: str = "") -> None:
    offers = open_offers(ledger, [path])
    new = preview(ledger, offers).rows(ORGANIZATIONS)
    accepted = [offer.sender.code for offer in offers if offer.sender]
    merge(ledger, offers, leaving_out=[row.key for row in new if but and but in row.name], accepted=accepted)


def _work_elsewhere(folder: Path) -> Callable[[], Body]:
    """A colleague with a newer list of some of the same organizations; gives a new body of all facts each time."""
    with create_ledger(
        folder / "同事.jhtz", unit="望京街道总工会", person="李强", surroundings=_surroundings(2)
    ) as ledger:
        rows = [f"和平{n}幼儿园,{credit_code(n)},和平路{n}号,{n + 20},,,," for n in (1, 4, 6, 7, 8, 21, 22)]
        _import(ledger, folder, rows, date(2024, 2, 2))
        change_organization(ledger, 1, {"staff": 45, "phone": "19911111111"})
        change_organization(ledger, 5, {"note": "同事改过"})
        for organization in (6, 7):
            visit = VisitInput(visited_on=date(2024, 3, 5), result="1", reasons=("B3",), next_on=date(2024, 3, 9))
            record_visits(ledger, [organization], visit)
            change_organization(ledger, organization, {"phone": f"1992222222{organization}"})
        with ledger.reading() as db:
            whole = take_out(db)

    def body() -> Body:
        return Body(
            list(whole.batches), {kind: list(made) for kind, made in whole.creations.items()}, list(whole.edits)
        )

    return body


def _merge(ledger: Ledger, colleague: Callable[[], Body]) -> None:
    """Two merges, of which the newer is undone; of one organization only what belongs to it comes."""
    absent = known_record_uid("uscc", credit_code(22))
    late = known_record_uid("uscc", credit_code(21))
    _unite(ledger, _without(colleague(), {absent, late}), b"1" * 32)
    _unite(ledger, _without(colleague(), {absent}), b"2" * 32)
    change_organization(ledger, 8, {"note": "删除后又改"})
    with ledger.change() as change:
        change.edit(ORGANIZATION, 1, {"contact": "王芳"})
    with create_ledger(
        ledger.path.with_name("另一位.jhtz"), unit="三里屯街道", person="王芳", surroundings=_surroundings(3)
    ) as other:
        add_organization(other, {"name": "合并后撤销的单位"})
        with other.reading() as db:
            brought = _unite(ledger, take_out(db), b"3" * 32)
    other.path.unlink()
    with ledger.local_write() as db:
        refresh_touched(db, scope_rule(db), take_out_arrivals(db, [brought]).touched)


def _without(body: Body, organizations: set[bytes]) -> Body:
    body.creations[ORGANIZATION.number] = [
        made for made in body.creations[ORGANIZATION.number] if made.uid not in organizations
    ]
    body.batches = [
        batch._replace(digest=digest.to_bytes(16, "big"))
        for batch, digest in zip(body.batches, body.digests(), strict=True)
    ]
    return body


def _unite(ledger: Ledger, body: Body, digest: bytes) -> int:
    with ledger.local_write() as db:
        arrival = unite(db, body, file_digest=digest, now=1_718_000_000)
        refresh_touched(db, scope_rule(db), arrival.touched)
    assert arrival.id is not None
    return arrival.id


def main() -> int:
    path = NEWEST_FROZEN
    if path.exists():
        print(f"{path} is there: a released format is never frozen again")
        return 1
    HOME.mkdir(exist_ok=True)
    found = freeze(path)
    path.with_suffix(".json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(path, found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
