"""Many prints at one go (成批): in one PDF with an outline, or as files in a folder."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from exports.pdf.document import Printed, Properties, write_pages
from exports.pdf.finish import Finish, bound_together, finish_now, finished_as
from models.errors import FileProblem, InputProblem
from models.files import carriable, file_problem
from models.language import _
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.people_list import home_unit_name


@dataclass(frozen=True, slots=True)
class BatchPart:
    """One print of a batch: its name (a street, a person), and what writes it to a path."""

    name: str
    write: Callable[[Path], Printed]


@dataclass(frozen=True, slots=True)
class Batch:
    """What was written: the files, and pages and missing characters of all of them."""

    files: tuple[Path, ...]
    pages: int
    missing_glyphs: tuple[str, ...]
    report_ids: tuple[str, ...]


def write_batch(
    ledger: Ledger, title: str, parts: Sequence[BatchPart], target: Path, progress: Progress | None = None
) -> Batch:
    """Write every part: into one PDF where `target` ends in .pdf, else into the folder `target`, a file each.

    InputProblem without parts; FileProblem says why it could not be written. In a folder the files before a problem
    stay, each complete.
    """
    progress = progress or Progress()
    if not parts:
        raise InputProblem(_("没有可以分开打印的部分。"), hint=_("单位还没有分到街道，或没有责任人。"))
    if target.suffix.lower() == ".pdf":
        return _one_file(ledger, title, parts, target, progress)
    return _folder(title, parts, target, progress)


def _one_file(ledger: Ledger, title: str, parts: Sequence[BatchPart], target: Path, progress: Progress) -> Batch:
    printed: list[Printed] = []
    with bound_together() as binder:
        for number, part in enumerate(parts):
            progress.step(number, len(parts), part.name)
            printed.append(part.write(target))
    bookmarks = [(begin, part.name) for begin, part in zip(binder.begins, parts, strict=True)]
    finish = finish_now()
    now = datetime.fromtimestamp(ledger.surroundings.milliseconds() // 1000).astimezone()
    unit = home_unit_name(ledger)
    properties = Properties(f"{title} {unit}".strip(), unit, "", now.replace(tzinfo=None))
    with finished_as(Finish(grey=finish.grey)):  # the footers are on the pages
        write_pages(target, binder.pages, len(binder.pages), properties, progress=progress, bookmarks=bookmarks)
    return _of((target,), printed)


def _folder(title: str, parts: Sequence[BatchPart], folder: Path, progress: Progress) -> Batch:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise FileProblem(_("“{name}”是一个文件，不是文件夹。").format(name=folder.name)) from None
    except OSError as error:
        raise file_problem(error, folder) from error
    files, printed = [], []
    for number, part in enumerate(parts):
        progress.step(number, len(parts), part.name)
        path = folder / f"{carriable(f'{title} {part.name}')}.pdf"
        printed.append(part.write(path))
        files.append(path)
    return _of(tuple(files), printed)


def _of(files: tuple[Path, ...], printed: Sequence[Printed]) -> Batch:
    missing = dict.fromkeys(glyph for each in printed for glyph in each.missing_glyphs)
    return Batch(files, sum(each.pages for each in printed), tuple(missing), tuple(each.report_id for each in printed))
