"""Choosing the office's outlines for the battle map: which names meet is shown before they are used."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from exports.battle_map.geo import Joined, join_map
from models.errors import LedgerProblem
from models.importing.map_file import read_map
from models.language import _
from models.ledger.ledger import Ledger
from models.queries.figures import figures_by_area
from ui.session import LedgerSession

_MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class MapFit:
    """A file with what of it found its street."""

    path: Path
    joined: Joined


def ask_map_file(
    widget: QWidget,
    session: LedgerSession,
    fits: Callable[[MapFit], None],
    failed: Callable[[LedgerProblem], None],
) -> None:
    """Ask for a file; `fits` gets how its names meet those of the ledger, and shows it before it is used."""
    path, _filter = QFileDialog.getOpenFileName(
        widget.window(),
        _("选街道或区县的边界文件"),
        str(session.ledger.path.parent),
        _("地图 (*.geojson *.json *.shp)"),
    )
    if path:
        session.read(partial(map_fit, path=Path(path)), fits, key="map file", failed=failed)


def map_fit(ledger: Ledger, path: Path) -> MapFit:
    """How a file fits the streets of a ledger; FileProblem for what is no map."""
    return MapFit(path, join_map(read_map(path), figures_by_area(ledger)))


def fit_question(fit: MapFit) -> str:
    """Whether it shall be used, and how many names met."""
    return _("用“{name}”画地理图？对上 {n} 个街道（镇）。").format(name=fit.path.name, n=len(fit.joined.streets))


def fit_words(fit: MapFit) -> str:
    """Which names did not meet."""
    joined = fit.joined
    lines = []
    if joined.streets_left:
        lines.append(_("地图上没有：{names}").format(names=_some(joined.streets_left)))
    if joined.regions_left:
        lines.append(_("地图上多出：{names}").format(names=_some(joined.regions_left)))
    lines.append(_("对不上的留白，图旁列出名称；台账不变"))
    return _("；").join(lines) + _("。")


def _some(names: Sequence[str]) -> str:
    text = _("、").join(names[:_MOST_NAMES])
    return text if len(names) <= _MOST_NAMES else _("{names} 等 {n} 个").format(names=text, n=len(names))
