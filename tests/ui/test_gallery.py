"""The gallery: a picture of every screen, through the same contract as every other command."""

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from models.demo.make import make_demo
from ui import gallery
from ui.places import PLACES
from ui.theme.tokens import Scheme


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """One size, one scheme, no long looks."""
    monkeypatch.setattr(gallery, "SIZES", gallery.SIZES[:1])
    monkeypatch.setattr(gallery, "SCHEMES", (Scheme.LIGHT,))
    monkeypatch.setattr(gallery, "_QUIET_TURNS", 10)


@pytest.mark.usefixtures("qapp", "_quick")
@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.long)])
def test_every_screen_is_pictured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *, whole: bool
) -> None:
    if not whole:  # the places, a form and a panel
        monkeypatch.setattr(gallery, "FORMS", dict(list(gallery.FORMS.items())[:1]))
        monkeypatch.setattr(gallery, "_OPENING", gallery._OPENING[:1])
    ledger = tmp_path / "示例.jhtz"
    make_demo(ledger, organizations=30, seed=7).close()
    before = ledger.read_bytes()
    assert gallery.run(["gallery", str(ledger), str(tmp_path / "图 片"), "--json", "--quiet"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    pictures = [Path(name) for name in json.loads(said.out)["pictures"]]
    assert len(set(pictures)) == len(pictures) == len(list((tmp_path / "图 片").iterdir()))
    names = {picture.name for picture in pictures}
    for place in PLACES:
        for kind in ("ledger", "empty"):
            assert f"{kind}-{place.key}-light-1366x768.png" in names
    for picture in pictures:
        image = QImage(str(picture))
        assert image.width() == 1366
        seen = {image.pixelColor(x, y).rgb() for y in range(100, 700, 60) for x in range(0, 1366, 7)}
        assert len(seen) > 1, picture
    assert ledger.read_bytes() == before


@pytest.mark.usefixtures("qapp")
def test_a_ledger_that_is_missing_is_said_before_any_picture(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gallery.run(["gallery", str(tmp_path / "无.jhtz"), str(tmp_path / "out"), "--json"]) == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["problem"] == said.err.rstrip("\n")
    assert list(tmp_path.iterdir()) == []
