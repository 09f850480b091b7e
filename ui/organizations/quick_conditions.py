"""The conditions that are asked most, ready to be taken as they are."""

from ui.organizations.conditions import NO, YES, Condition, Operator

QUICK = (
    Condition("unvisited_days", Operator.AT_LEAST, "30"),
    Condition("visits", Operator.IS, "0"),
    Condition("overdue", Operator.IS, YES),
    Condition("next_followup", Operator.NEXT, "7"),
    Condition("next_followup", Operator.EMPTY),
    Condition("staff", Operator.AT_LEAST, "25"),
    Condition("scope", Operator.IS, "key"),
    Condition("eligibility", Operator.IS, "yes"),
    Condition("reason", Operator.IS, "B2"),
    Condition("main_reason", Operator.EMPTY),
    Condition("responsible", Operator.EMPTY),
    Condition("union_state", Operator.IS, NO),
)
