"""new, demo, check, digest, backup, restore, undo, redo."""

import argparse
from datetime import date
from pathlib import Path

from models.errors import InputProblem
from models.language import _
from models.rules.attachments import size_words
from models.rules.dates import parse_date
from ui.command_line.opening import reading, writing
from ui.command_line.progress_bar import ProgressBar
from ui.command_line.running import Answer

_MOST_ORGANIZATIONS = 902_000


def run_new(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """Found a ledger. --person names its first cadre."""
    from models.edits.new_ledger import create_ledger  # noqa: PLC0415
    from models.queries.figures import campaign  # noqa: PLC0415
    from models.rules.campaigns import proposed_days  # noqa: PLC0415

    today = date.today()  # noqa: DTZ011 - the person's own calendar
    days = [parse_date(text, today, future=True) for text in arguments.targets or ()] or proposed_days(today)
    with create_ledger(
        Path(arguments.ledger),
        unit=arguments.unit,
        person=arguments.person,
        division=arguments.division,
        target_days=days,
    ) as ledger:
        targets = [
            _("{percent}% 到 {day}").format(percent=each.percent, day=each.due_on) for each in campaign(ledger).targets
        ]
    said = _("目标：{targets}").format(targets=_("、").join(targets))
    return Answer({"ledger": str(ledger.path)}, [_("已建好台账：{path}").format(path=ledger.path), said])


def run_demo(arguments: argparse.Namespace, bar: ProgressBar) -> Answer:
    """Make the demo ledger and say what is in it."""
    from models.demo.make import make_demo  # noqa: PLC0415
    from ui.command_line.output_commands import stats_answer  # noqa: PLC0415

    if arguments.organizations > _MOST_ORGANIZATIONS:
        raise InputProblem(_("示例台账最多 {n} 家。").format(n=_MOST_ORGANIZATIONS))
    ledger = make_demo(
        Path(arguments.ledger),
        organizations=arguments.organizations,
        seed=arguments.seed,
        today=_day(arguments.today) if arguments.today else None,
        progress=bar.progress,
    )
    try:
        return stats_answer(ledger, None)
    finally:
        ledger.close()


def run_check(arguments: argparse.Namespace, bar: ProgressBar) -> Answer:
    """Prove the ledger (or a backup of one)."""
    from models.ledger.backups import opened  # noqa: PLC0415
    from models.ledger.health import check_file  # noqa: PLC0415

    with opened(Path(arguments.ledger)) as path:
        problems = check_file(path, bar.progress)
    data = {"problems": [{"part": p.part, "id": p.uid, "text": p.text} for p in problems]}
    if problems:
        return Answer(data, [], "\n".join(problem.text for problem in problems))
    return Answer(data, [_("检查完毕，没有发现问题。")])


def run_digest(arguments: argparse.Namespace, bar: ProgressBar) -> Answer:
    """The two digests."""
    from models.ledger.health import digests  # noqa: PLC0415

    with reading(arguments) as ledger:
        bar.progress.step(0, 0, _("计算校验值"))
        facts, state = digests(ledger)
    return Answer(
        {"facts": facts, "state": state}, [_("内容 {facts}").format(facts=facts), _("显示 {state}").format(state=state)]
    )


def run_backup(arguments: argparse.Namespace, bar: ProgressBar) -> Answer:
    """Make a verified backup."""
    folder = Path(arguments.directory) if arguments.directory else None
    with reading(arguments) as ledger:
        bar.progress.step(0, 0, _("备份并验证"))
        made = ledger.backup(folder)
    said = _("已备份并验证：{path}（{size}）").format(path=made.path, size=size_words(made.size))
    return Answer({"backup": str(made.path)}, [said])


def run_restore(arguments: argparse.Namespace, bar: ProgressBar) -> Answer:
    """Put a backup in place; the ledger that stood there is kept under another name."""
    from models.ledger.backups import restore  # noqa: PLC0415

    path = Path(arguments.ledger)
    replaced = path.exists()
    bar.progress.step(0, 0, _("验证并恢复"))
    restore(Path(arguments.backup), path)
    lines = [_("已恢复：{path}").format(path=path)]
    if replaced:
        lines.append(_("原来的台账改名保留在旁边。"))
    return Answer({"ledger": str(path)}, lines)


def run_undo(arguments: argparse.Namespace, bar: ProgressBar) -> Answer:
    """Take a step back."""
    from models.edits.undo import undo  # noqa: PLC0415
    from models.queries.history import describe_batch  # noqa: PLC0415

    with writing(arguments) as ledger:
        done = undo(ledger, arguments.edit, progress=bar.progress)
        what = describe_batch(ledger, done.batch)
    return _undone(_("已撤销：{what}").format(what=what), done.changes.batch, done.batch, done.kept)


def run_redo(arguments: argparse.Namespace, bar: ProgressBar) -> Answer:
    """Do again what was undone."""
    from models.edits.undo import redo  # noqa: PLC0415
    from models.queries.history import describe_batch  # noqa: PLC0415

    with writing(arguments) as ledger:
        done = redo(ledger, arguments.edit, progress=bar.progress)
        what = describe_batch(ledger, done.batch)
    return _undone(_("已重做：{what}").format(what=what), done.changes.batch, done.batch, done.kept)


def _undone(said: str, batch: str, reverted: str, kept: int) -> Answer:
    lines = [f"{said}（{reverted}）"]
    if kept:
        lines.append(_("其中 {n} 项之后又有改动，保留不动。").format(n=kept))
    return Answer({"edit": batch, "reverted": reverted, "kept": kept}, lines)


def _day(text: str) -> date:
    return parse_date(text, date.today(), future=False)  # noqa: DTZ011 - the person's own calendar
