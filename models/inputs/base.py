"""The base of all inputs: text is trimmed, empty text is None, problems come as Chinese sentences per field."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from models.errors import InputProblem
from models.language import N_, _

_WRONG = N_("写得不对。")
_SENTENCES = {
    "missing": N_("必须填写。"),
    "int_parsing": N_("要写整数。"),
    "int_type": N_("要写整数。"),
    "int_from_float": N_("要写整数。"),
    "greater_than_equal": N_("不能是负数。"),
    "date_parsing": N_("日期写不对，例如 2024-06-18。"),
    "date_from_datetime_parsing": N_("日期写不对，例如 2024-06-18。"),
    "string_too_long": N_("太长了。"),
}


class FormInput(BaseModel):
    """A validated form. Use `parse` for values that come from outside."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return None if isinstance(value, str) and not value.strip() else value

    @classmethod
    def parse(cls, values: Mapping[str, object]) -> Self:
        """The input, or an InputProblem that names every field that is wrong."""
        try:
            return cls.model_validate(dict(values))
        except ValidationError as error:
            raise input_problem(error) from error


def input_problem(error: ValidationError) -> InputProblem:
    """One problem with a sentence per field."""
    fields: dict[str, str] = {}
    for item in error.errors():
        name = str(item["loc"][0]) if item["loc"] else ""
        if item["type"] == "value_error":
            fields[name] = str(item.get("ctx", {}).get("error", item["msg"]))
        else:
            fields[name] = _(_SENTENCES.get(item["type"], _WRONG))
    text = "；".join(f"{name}：{sentence}" if name else sentence for name, sentence in fields.items())
    return InputProblem(text, fields=fields)
