"""An attachment as a file, on request."""

from pathlib import Path

from models.files import write_file
from models.ledger.ledger import Ledger
from models.queries.attachments import attachment_content


def write_attachment(path: Path, ledger: Ledger, attachment: int) -> int:
    """Write the content of an attachment (local id) as it was added; its size in bytes.

    FileProblem if it cannot be written, InputProblem if its content is not here.
    """
    content = attachment_content(ledger, attachment)

    def verify(written: Path) -> None:
        if written.read_bytes() != content:
            raise ValueError("other bytes")

    write_file(path, lambda temporary: _write(temporary, content), verify)
    return len(content)


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
