"""What undoing a merge takes out is named before it runs."""

from models.edits.organizations import change_organization
from models.edits.visits import record_visits
from models.inputs.forms import VisitInput
from models.merging.going import going
from models.merging.undoing import undo_merge
from tests.models.edits.desk import TODAY, code_of
from tests.models.merging.offices import Office


def test_what_goes_is_what_the_undo_takes_out(district: Office, street: Office) -> None:
    first = street.add("阳光幼儿园", code=code_of("52", "440105"), staff=30)
    district.merge(street.send("before"))
    street.add("望江幼儿园", code=code_of("52", "440105", 2))
    values = {"visited_on": TODAY, "result": "2", "mode": "1", "note": "园长外出"}
    record_visits(street.ledger, [first], VisitInput.parse(values))
    change_organization(street.ledger, first, {"staff": 38, "address": "新港西路1号"})
    merged = district.merge(street.send("second"))
    found = going(district.ledger, merged.merge)
    assert [(one.name, one.what, one.is_made) for one in found] == [
        ("望江幼儿园", "单位", True),
        ("阳光幼儿园", "走访 2024-09-25 上门 观望 园长外出", True),
        ("阳光幼儿园", "地址、从业人员", False),
    ]
    assert found[0].organization == district.id_of("望江幼儿园")
    assert len(going(district.ledger, merged.merge, limit=2)) == 2
    look = undo_merge(district.ledger, merged.merge, dry_run=True)
    assert (look.creations, look.kept) == (2, ())


def test_what_stays_is_not_among_it(district: Office, street: Office) -> None:
    street.add("望江幼儿园", code=code_of("52", "440105", 2))
    merged = district.merge(street.send("first"))
    change_organization(district.ledger, district.id_of("望江幼儿园"), {"staff": 12})
    kept = undo_merge(district.ledger, merged.merge, dry_run=True).kept
    assert [one.name for one in kept] == ["望江幼儿园"]
    assert going(district.ledger, merged.merge) == []
