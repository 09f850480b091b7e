"""Which columns of the list can be typed into, and why the others cannot."""

from collections.abc import Mapping

from models.language import N_, _
from models.ledger_columns import COLUMN_BY_NAME, LedgerColumn, Source

_WORK = N_("“{column}”由走访记录得出，按 F4 记走访。")
_STEP = N_("“{column}”来自跟进，按 F6 安排或办结。")
_REASON = N_("“{column}”来自未建会原因，按 F7 登记。")
_SURVEY = N_("“{column}”由摸底得出，按 F5 填摸底表。")
_UNION = N_("“{column}”来自工会登记，按 Ctrl+U 登记工会。")
_WHY: Mapping[str, str] = {
    "number": N_("“{column}”是这张清单里的次序。"),
    "word": N_("“{column}”由走访和工会登记得出：按 F4 记走访，或改“当前阶段”一栏。"),
    "scope": N_("“{column}”按规则由类型、代码和“是否重点”算出，可改“是否重点”一栏。"),
    "visits": _WORK,
    "last_visit": _WORK,
    "next": _STEP,
    "task": _STEP,
    "main_reason": _REASON,
    "reason_note": _REASON,
    "reason_evidence": _REASON,
    "survey": _SURVEY,
    "survey_unknown": _SURVEY,
    "eligibility": N_("“{column}”要有依据，按 F8 认定。"),
    "former_names": N_("“{column}”在单位的详情里登记。"),
}


def editable_column(key: str) -> LedgerColumn | None:
    """The column of the ledger that a column of the list is, if it is typed; None for what is made of other records."""
    column = COLUMN_BY_NAME.get(key)
    return column if column is not None and column.source is Source.FACT else None


def why_not(key: str, heading: str) -> str:
    """One sentence: where a column comes from that cannot be typed into, and which key leads there."""
    return _(_WHY.get(key, _UNION)).format(column=heading)
