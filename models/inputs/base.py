"""The base of all inputs: text is trimmed, empty text is None, problems come as Chinese sentences per field.

The other inputs take pydantic from here: a large package has one door (models/orm.py says why).
"""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from models.errors import InputProblem
from models.language import N_, _

__all__ = ["Field", "FormInput", "field_validator", "model_validator"]

_WRONG = N_("写得不对。")
_SENTENCES = {
    "missing": N_("必须填写。"),
    "int_parsing": N_("要写整数。"),
    "int_type": N_("要写整数。"),
    "int_from_float": N_("要写整数。"),
    "int_parsing_size": N_("数太大了。"),
    "less_than_equal": N_("数太大了。"),
    "greater_than_equal": N_("不能是负数。"),
    "date_parsing": N_("日期写不对，例如 2024-06-18。"),
    "date_from_datetime_parsing": N_("日期写不对，例如 2024-06-18。"),
    "string_too_long": N_("太长了。"),
}


class FormInput(BaseModel):
    """A validated form; the title of a field is its word for people. Use `parse` for values from outside."""

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
            raise _input_problem(cls, error) from error


def _input_problem(form: type[FormInput], error: ValidationError) -> InputProblem:
    """One problem with a sentence per field."""
    fields: dict[str, str] = {}
    texts = []
    for item in error.errors():
        name = str(item["loc"][0]) if item["loc"] else ""
        known = form.model_fields.get(name)
        if item["type"] == "value_error":  # one of our own sentences, which says what it is about
            fields[name] = str(item.get("ctx", {}).get("error", item["msg"]))
            texts.append(fields[name])
        else:
            kind = "missing" if item["input"] is None else item["type"]
            fields[name] = _(_SENTENCES.get(kind, _WRONG))
            texts.append(f"{_(known.title) if known and known.title else name}：{fields[name]}")
    return InputProblem("；".join(texts), fields=fields)
