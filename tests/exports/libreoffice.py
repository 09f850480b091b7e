"""LibreOffice as a reader of what we write: it computes every formula anew, whatever value the file brings."""

import shutil
import subprocess
from pathlib import Path

import pytest

XLSX = "xlsx:Calc MS Excel 2007 XML"
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1"  # commas, quotes, UTF-8, from the first line
_ALWAYS_COMPUTE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def converted(path: Path, folder: Path, how: str) -> Path:
    """The file as LibreOffice saves it in another form; skips where LibreOffice is absent."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("soffice is absent: apt-get install --no-install-recommends libreoffice-calc libreoffice-writer")
    profile = folder / "office"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS_COMPUTE, encoding="utf-8")
    made = folder / "again" / f"{path.stem}.{how.partition(':')[0]}"
    command = [office, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", how]
    subprocess.run([*command, "--outdir", str(made.parent), str(path)], check=True, capture_output=True, timeout=300)
    return made
