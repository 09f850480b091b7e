"""Proposals for a typed text: organizations with what matched marked, and why where it is not in the name."""

from models.language import _
from models.queries.search_hits import SearchHit
from ui.shared.suggestions import Suggestion


def hit_suggestion(hit: SearchHit, key: str) -> Suggestion:
    """One organization; at the right where the words stand, else its street and code, or its address."""
    row = hit.row
    if hit.field:
        before = _("{field}：").format(field=hit.field)
        marks = tuple((start + len(before), end + len(before)) for start, end in hit.text_spans)
        return Suggestion(key, row.name, before + hit.text, marks=hit.spans, detail_marks=marks, glyph=row.word)
    detail = " · ".join(part for part in (row.street_name, row.code) if part) or hit.address
    return Suggestion(key, row.name, detail, marks=hit.spans, glyph=row.word)
