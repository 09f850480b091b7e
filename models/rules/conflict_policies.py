"""What happens where two people said different things of a field: one policy per class of fields, as data.

Source: screens.md 4. Visits never conflict, they are added; remarks may stand one after the other with their authors;
counts, telephones and the like may be settled in bulk, the newest first; what decides about a rate is always asked.
"""

from dataclasses import dataclass
from enum import Enum

from models.language import N_, _


class BulkRule(Enum):
    """How conflicts of one kind may be settled together."""

    NEWEST = N_("取较新的一方")
    BOTH = N_("两者都保留，注明谁说的")
    SAME_PERSON = N_("都取同一个人说的")
    BASE = N_("都退回基准")

    @property
    def label(self) -> str:
        """What it does, in words."""
        return _(self.value)


@dataclass(frozen=True, slots=True)
class Policy:
    """Of a class of fields: its name, what is done in a sentence, how several are settled; none: each is asked.

    `keeps_both`: the values may stand one after the other. `decides`: a rate or a list may depend on it.
    """

    key: str
    source_label: str
    source_sentence: str
    bulk: tuple[BulkRule, ...] = ()
    keeps_both: bool = False
    decides: bool = False

    @property
    def label(self) -> str:
        """What the class is called."""
        return _(self.source_label)

    @property
    def sentence(self) -> str:
        """Why a person is asked, or what may be done for all alike."""
        return _(self.source_sentence)


_ANY = (BulkRule.NEWEST, BulkRule.SAME_PERSON, BulkRule.BASE)
DECIDING = Policy("deciding", N_("资格与建会状态"), N_("这一项影响建会率或名单，所以总是请人逐条来判。"), decides=True)
NOTES = Policy(
    "notes",
    N_("备注与说明"),
    N_("可以两者都保留，各自注明谁在什么时候写的。"),
    (BulkRule.BOTH, *_ANY),
    keeps_both=True,
)
COUNTS = Policy("counts", N_("人数"), N_("人数会变：同类的可以都取较新的，两个数都看得见。"), _ANY)
CONTACTS = Policy("contacts", N_("联系方式"), N_("谁最近去过以谁为准：同类的可以都取较新的走访。"), _ANY)
ORDERS = Policy("orders", N_("任务与分工"), N_("同类的可以都取较新的安排。"), _ANY)
PLAIN = Policy("plain", N_("登记信息"), N_("同类的可以都取较新的一方。"), _ANY)
#: A record that one person deleted while another changed it.
RETURNED = Policy("returned", N_("删除后又有改动"), N_("有人删除了它，另一人同时又改了它，所以先放回来请人定。"))

_ORGANIZATION = {
    DECIDING: "code type category authority level key_declared status stage side_state closing closed_on reviewer",
    NOTES: "note",
    COUNTS: "staff full_time part_time contracts women under_35 party_members members",
    CONTACTS: "head contact contact_title phone",
    ORDERS: "proposed_route leader responsible_unit owner deadline",
}
#: By table; `*` stands for every other field of it.
_BY_TABLE: dict[str, dict[Policy, str]] = {
    "organization": _ORGANIZATION,
    "person": {NOTES: "note", CONTACTS: "*"},
    "reason": {NOTES: "note evidence", DECIDING: "*"},
    "eligibility": {NOTES: "ground evidence", DECIDING: "*"},
    "coverage": {DECIDING: "*"},
    "trade_union": {NOTES: "note", COUNTS: "members women_members", DECIDING: "route founded_on name"},
    "followup": {NOTES: "outcome", ORDERS: "*"},
    "close_out": {NOTES: "evidence", DECIDING: "*"},
    "organization_link": {NOTES: "note", DECIDING: "*"},
    "survey_answer": {NOTES: "note"},
}
_POLICIES = {
    (table, field): policy
    for table, classes in _BY_TABLE.items()
    for policy, fields in classes.items()
    for field in fields.split()
}


def policy_of(table: str, field: str) -> Policy:
    """The policy of a field of a table's records."""
    if field == "_deleted":
        return RETURNED
    return _POLICIES.get((table, field)) or _POLICIES.get((table, "*")) or PLAIN
