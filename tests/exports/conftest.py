from tests.models.queries.messy import messy

__all__ = ["messy"]
