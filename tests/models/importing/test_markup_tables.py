"""Web pages and XML spreadsheets of 2003 called xls: read as Excel reads them, or refused in time and little memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from models.errors import FileProblem
from models.importing.importer import ImportOptions, run_import
from models.importing.mapping import propose_mapping
from models.importing.table import Table, open_table
from tests.conftest import ROOT
from tests.models.edits.desk import TODAY, Desk, code_of
from tests.models.importing.troubled.markup import HOSTILE_MARKUP, write_markup

CODE = code_of("52", "440105", 1)
PAGE = f"""<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv=Content-Type content="text/html; charset=gb2312">
<title>名册</title><style>td {{ mso-number-format:"\\@"; }} </style>
<!--[if gte mso 9]><xml><x:ExcelWorkbook></x:ExcelWorkbook></xml><![endif]-->
<script>if (1 < 2) document.write("<td>x")</script></head>
<body><table><tr><td colspan=4>海珠区社会组织名册（2024年6月30日）</table>
<TABLE border=1><THEAD><TR><TH rowspan="2">单位名称<TH rowspan=2>统一社会信用代码</TH><th colspan='2'>从业人员</th></tr>
<tr><th>合计</th><th>女</th></tr></thead>
<tbody><tr><td x:str>阳光&nbsp;幼儿园</td><td style='mso-number-format:"\\@"'>{CODE}<td>38</td><td>&lt;30&gt;</td></tr>
<tr style="color:red; display: none"><td>第二<br>幼儿园</td><td></td><td><font><b>1</b>2</font></td></tr>
<tr><td>外层<table><tr><td>内层</td></tr></table></td></tr></tbody></table><p>制表：某人</p></body></html>"""
SPREADSHEET = """<?xml version="1.0" encoding="GB2312"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">
<Styles><Style ss:ID="s1"><Font ss:FontName="宋体"/></Style></Styles>
<Worksheet ss:Name="说明"><Table><Row><Cell><Data ss:Type="String">填表说明</Data></Cell></Row></Table></Worksheet>
<Worksheet ss:Name="甲&amp;乙"><Table><Column ss:Index="3" ss:Hidden="1"/><Row><Cell
 ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">单位名称</Data></Cell>
<Cell><Data ss:Type="String">成立日期</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">年月日</Data></Cell></Row>
<Row ss:Index="5" ss:Hidden="1"><Cell ss:Index="2"><Data ss:Type="Number">52440105</Data></Cell>
<Cell><Data ss:Type="DateTime">2003-05-01T00:00:00.000</Data></Cell>
<Cell><ss:Data
 ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><Font html:Color="#F00">红</Font>字</ss:Data></Cell>
<Cell ss:Formula="=R1C1"/><Cell><Data ss:Type="Number">1.5</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell>
<Cell><Data ss:Type="DateTime">2003-05-01T08:30:00.000</Data></Cell></Row></Table></Worksheet></Workbook>"""


def opened(folder: Path, content: str | bytes, name: str = "名册.xls", sheet: str | None = None) -> Table:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("gb18030"))
    return open_table(path, sheet)


def test_the_tables_of_a_page_are_one_sheet(tmp_path: Path) -> None:
    table = opened(tmp_path, PAGE)
    assert list(table.rows()) == [
        ["海珠区社会组织名册（2024年6月30日）"],
        ["单位名称", "统一社会信用代码", "从业人员"],
        [None, None, "合计", "女"],
        ["阳光 幼儿园", CODE, "38", "<30>"],
        ["第二\n幼儿园", None, "12"],
        ["内层"],
        ["外层"],
    ]
    merged = [(each.top, each.left, each.bottom, each.right) for each in table.merged_ranges()]
    assert merged == [(0, 0, 0, 3), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3)]
    assert table.hidden_rows() == {4}
    assert table.sheet == "名册"


def test_a_page_is_imported(office: Desk, tmp_path: Path) -> None:
    table = opened(tmp_path, PAGE)
    mapping = propose_mapping(table)
    assert mapping.is_certain
    result = run_import(office.ledger, ImportOptions(table, mapping, TODAY))
    assert (result.new, result.rejected) == (4, 0)
    assert office.one("SELECT code FROM organization WHERE name='阳光 幼儿园'") == (CODE,)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_of_a_page(tmp_path: Path, encoding: str) -> None:
    table = opened(tmp_path, "<table><tr><td>单位名称</td></tr><tr><td>𠮷園</td></tr></table>".encode(encoding))
    assert list(table.rows()) == [["单位名称"], ["𠮷園"]]


def test_an_xml_spreadsheet(tmp_path: Path) -> None:
    table = opened(tmp_path, SPREADSHEET, sheet="甲&乙")
    assert table.sheets == ("说明", "甲&乙")
    assert list(table.rows()) == [
        ["单位名称", None, "成立日期"],
        [None, None, "年月日"],
        [],
        [],
        [None, 52440105, "2003-05-01", "红字", None, 1.5, True, "2003-05-01 08:30:00"],
    ]
    assert [(each.top, each.left, each.bottom, each.right) for each in table.merged_ranges()] == [(0, 0, 1, 1)]
    assert table.hidden_rows() == {4}
    assert table.hidden_columns() == {2}
    assert "1 个公式" in table.notices()[-1]
    assert list(opened(tmp_path, SPREADSHEET).rows()) == [["填表说明"]]
    with pytest.raises(FileProblem, match="没有名为“丙”的工作表"):
        opened(tmp_path, SPREADSHEET, sheet="丙")


_OPEN_ALL = """
import json, resource, sys, time
from pathlib import Path
from models.errors import FileProblem
from models.importing.table import open_table
said = {}
for path in sorted(Path(sys.argv[1]).iterdir()):
    started = time.perf_counter()
    try:
        said[path.name] = [f"{len(list(open_table(path).rows()))} rows were read", 0]
    except FileProblem as problem:
        said[path.name] = [problem.user_text, time.perf_counter() - started]
own = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([said, int(own.split()[1]) / 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peaks of memory are told by Linux")
def test_hostile_pages_and_spreadsheets(tmp_path: Path) -> None:
    write_markup(tmp_path)
    command = [sys.executable, "-c", _OPEN_ALL, str(tmp_path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    said, own, child = json.loads(done.stdout)
    for name, (_text, sentence) in HOSTILE_MARKUP.items():
        text, _seconds = said[name]
        assert text.startswith(f"“{name}”"), (name, text)
        assert sentence in text, (name, text)
    assert own < 100
    assert child < 300
