"""A sample of every print, from a made-up ledger: as PDF, and its first pages as pictures in colour and in grey."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from exports.pdf.document import Printed
from exports.pdf.finish import Finish, finished_as
from exports.pdf.reading import read_pages
from exports.sheets.batch import BatchPart, write_batch
from exports.sheets.making import CIRCULAR, DOSSIER, LEAFLET, SHEETS, SheetOptions, write_sheet
from models.edits.joining_page import set_joining_page
from models.files import file_problem, write_file
from models.language import _
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.print_parts import areas_in_use

_PICTURES = 2  # pages of each print
_LONG_SIDE = 1600  # pixels
_ADDRESS = "https://www.example.org/join?unit=demo"


def write_samples(folder: Path, *, organizations: int = 260, progress: Progress | None = None) -> list[Path]:
    """Write them into `folder`; the files, in the order in which they were made. FileProblem if that cannot be."""
    from models.demo.make import make_demo  # noqa: PLC0415 - loaded where a demo is made

    progress = progress or Progress()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise file_problem(error, folder) from error
    files: list[Path] = []
    with tempfile.TemporaryDirectory(prefix="jianhui-samples-") as scratch:
        ledger = make_demo(Path(scratch) / "demo.jhtz", organizations=organizations, seed=1, progress=progress)
        try:
            set_joining_page(ledger, address=_ADDRESS)
            for path in _prints(ledger, folder, progress):
                files.append(path)
                progress.step(len(files), 0, path.name)
                if path.suffix == ".pdf":
                    files += _pictures(path)
        finally:
            ledger.close()
    return files


def _prints(ledger: Ledger, folder: Path, progress: Progress) -> Iterator[Path]:
    yield from _of_the_week(ledger, folder, progress)
    some = tuple(range(1, 4))
    for kind, title in SHEETS.items():
        path = folder / f"{_(title)}.pdf"
        options = SheetOptions(kind, organizations=some if kind == DOSSIER else ())
        write_sheet(ledger, options, path, progress)
        yield path
        if kind != LEAFLET:
            yield _grey(ledger, options, folder / f"{_(title)}（{_('黑白')}）.pdf")
        if kind == CIRCULAR:
            write_sheet(ledger, options, path.with_suffix(".docx"))
            yield path.with_suffix(".docx")
    path = folder / f"{_('一册')} {_(SHEETS['tasks'])}.pdf"
    options = SheetOptions("tasks")
    parts = [BatchPart(name, _Writer(ledger, replace(options, areas=(code,)))) for code, name in areas_in_use(ledger)]
    write_batch(ledger, _(SHEETS["tasks"]), parts, path, progress)
    yield path


def _of_the_week(ledger: Ledger, folder: Path, progress: Progress) -> Iterator[Path]:
    from exports.battle_map import write_battle_map  # noqa: PLC0415
    from exports.weekly_ledger import write_weekly_ledger  # noqa: PLC0415
    from models.queries.battle_map import battle_map  # noqa: PLC0415
    from models.queries.weekly_ledger import weekly_ledger  # noqa: PLC0415

    weekly, poster = weekly_ledger(ledger), battle_map(ledger)
    for grey in (False, True):
        end = f"（{_('黑白')}）" if grey else ""
        with finished_as(Finish(grey=grey)):
            path = folder / f"{_('周台账')}{end}.pdf"
            write_weekly_ledger(weekly, path, progress=progress)
            yield path
            path = folder / f"{_('作战图')} A1{end}.pdf"
            write_battle_map(poster, path, paper="A1")
            yield path
    path = folder / f"{_('作战图')} A2 {_('拼接')} A4.pdf"
    write_battle_map(poster, path, paper="A2", tile="A4")
    yield path


def _grey(ledger: Ledger, options: SheetOptions, path: Path) -> Path:
    with finished_as(Finish(grey=True)):
        write_sheet(ledger, options, path)
    return path


class _Writer:
    """Writes one sheet to a path."""

    def __init__(self, ledger: Ledger, options: SheetOptions) -> None:
        self._ledger, self._options = ledger, options

    def __call__(self, path: Path) -> Printed:
        return write_sheet(self._ledger, self._options, path)


def _pictures(path: Path) -> list[Path]:
    """The first pages of a print as pictures beside it."""
    from PIL import Image  # noqa: PLC0415

    pages = read_pages(path)
    made: list[Path] = []
    try:
        for number, size in enumerate(pages.sizes[:_PICTURES]):
            found = pages.picture(number, _LONG_SIDE / max(size))
            picture = Image.frombytes(
                "RGB", (found.width, found.height), bytes(found.pixels), "raw", "BGRX", found.stride
            )
            target = path.with_name(f"{path.stem} {number + 1}.png")
            write_file(target, lambda to, image=picture: image.save(to, "PNG"), _is_picture)  # type: ignore[misc]
            made.append(target)
    finally:
        pages.close()
    return made


def _is_picture(path: Path) -> None:
    from PIL import Image  # noqa: PLC0415

    with Image.open(path) as picture:
        picture.verify()
