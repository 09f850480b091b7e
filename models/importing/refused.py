"""That a sheet is not read, and why: imports nothing, for it is part of every start of the reading process."""


class Refused(Exception):  # noqa: N818 - an outcome, not an error
    """The file cannot be read; `code` says why (refusals has the sentences) and `values` fill the sentence."""

    def __init__(self, code: str, detail: str = "", **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.values = values
