"""The application for closing out: which evidence there is that nothing is left to do."""

from datetime import date

from models.inputs.base import Field, FormInput, model_validator
from models.inputs.forms import LongText, ShortText
from models.language import N_, _


class ClosingInput(FormInput):
    """Evidence of 销号: words, a document number, a visit or an attachment (record ids); at least one of them."""

    proposed_on: date = Field(title=N_("申请日期"))
    evidence: LongText | None = Field(default=None, title=N_("佐证"))
    document_no: ShortText | None = Field(default=None, title=N_("批准文号"))
    visit: bytes | None = Field(default=None, title=N_("走访"))
    attachment: bytes | None = Field(default=None, title=N_("附件"))

    @model_validator(mode="after")
    def _has_evidence(self) -> "ClosingInput":
        if not (self.evidence or self.document_no or self.visit or self.attachment):
            raise ValueError(_("销号要有佐证：写明依据或批准文号，或者选一次走访、一份附件。"))
        return self
