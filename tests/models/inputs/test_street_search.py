"""Streets by part of their name and by sound."""

from models.inputs.street_search import streets_like

HAIZHU = "440105"


def names(text: str, division: str = HAIZHU, most: int = 9) -> list[str]:
    return [street.name for street in streets_like(text, division, most=most)]


def test_by_name_by_initials_and_by_sound() -> None:
    assert names("赤") == ["赤岗街道"]
    assert names("cg") == ["赤岗街道", "昌岗街道"]
    assert names("chigang") == ["赤岗街道"]
    assert names("zz") == []


def test_nothing_typed_proposes_the_first_ones() -> None:
    assert len(names("", most=5)) == 5


def test_where_there_are_too_many_names_only_their_characters_count() -> None:
    assert names("cg", division="", most=3) == []
    assert "赤岗街道" in names("赤岗街道", division="")
