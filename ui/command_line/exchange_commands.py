"""export OUT.jhx, identity."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from models.divisions import full_name
from models.errors import InputProblem
from models.exchange.cards import Card, read_card, same_code, write_card
from models.exchange.known import confirm, find_known, forget, known_senders, own_card, profile_keyring
from models.exchange.manifest import SINCE
from models.exchange.sealing import Seal
from models.exchange.selecting import Scope
from models.exchange.signing import own_secret
from models.exchange.writing import Recipient, Wanted, write_exchange
from models.language import _
from models.ledger.author import author_named
from models.ledger.ledger import Ledger
from models.ledger.lock import is_held
from ui.command_line.opening import reading, writing
from ui.command_line.passwords import new_password
from ui.command_line.progress_bar import ProgressBar
from ui.command_line.running import Answer
from ui.version import VERSION


def run_identity(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """The own card, and the colleagues one knows."""
    with _opened(arguments) as ledger:
        today = ledger.today().isoformat()
        card = own_card(ledger)
    lines = [
        _("{who}，身份代码 {code}，本机台账编号 {installation}").format(
            who=card.title, code=card.code, installation=card.installation
        )
    ]
    data: dict[str, Any] = {"installation": card.installation, "code": card.code}
    if arguments.card:
        write_card(card, own_secret(), Path(arguments.card))
        data["card"] = arguments.card
        lines.append(_("名片已写到：{path}。请发给同事，并在电话里念出上面的代码。").format(path=arguments.card))
    if arguments.confirm:
        path, code = arguments.confirm
        known = confirm(read_card(Path(path)), code, on=today)
        data["confirmed"] = known.code
        lines.append(_("已确认：{who}，以后他签名的文件可以直接合并。").format(who=known.card.title))
    if arguments.forget:
        gone = forget(arguments.forget)
        data["forgotten"] = gone.code
        lines.append(_("不再认识：{who}。他签名的文件以后只能预览。").format(who=gone.card.title))
    others = known_senders().values()
    data["known"] = [
        {"code": each.code, "name": each.name, "unit": each.unit, "installation": each.installation, "on": each.on}
        for each in others
    ]
    lines += [
        _("认识 {who}，代码 {code}，{day} 确认").format(who=each.card.title, code=each.code, day=each.on)
        for each in others
    ]
    return Answer(data, lines)


def export_exchange(arguments: argparse.Namespace, streets: Sequence[str], ledger: Ledger, bar: ProgressBar) -> Answer:
    """Write an exchange file: all of the ledger, a part of it, or what a recipient has not had yet."""
    cards = [_card(text) for text in arguments.seal]
    passphrase = new_password(arguments) if arguments.password or arguments.password_file else None
    recipient = _recipient(arguments, cards)
    with ledger.reading() as db:
        cadres = [author_named(db, name) for name in arguments.cadre]
    wanted = Wanted(
        scope=Scope(tuple(streets), tuple(cadre.cadre for cadre in cadres)),
        recipient=recipient,
        since=arguments.since_last is not None,
        seal=Seal(cards, passphrase) if cards or passphrase is not None else None,
        streets=tuple(map(full_name, streets)),
        cadres=tuple(cadre.name for cadre in cadres),
    )
    written = write_exchange(ledger, Path(arguments.output), wanted, program=VERSION, progress=bar.progress)
    manifest = written.manifest
    data = {
        "edits": written.facts,
        "organizations": manifest.organizations,
        "kind": manifest.kind,
        "file": written.digest.hex(),
        "number": manifest.number,
    }
    lines = [
        _("已导出 {n} 家单位、{facts} 笔内容：{path}").format(
            n=manifest.organizations, facts=written.facts, path=arguments.output
        ),
        _("签名人的身份代码是 {code}；收件人第一次合并时要核对它。").format(code=written.code),
    ]
    notes = _unconfirmed(cards)
    if manifest.kind == SINCE and not written.facts:
        notes += (_("提醒：上次给他的文件之后没有新的内容，这个文件是空的。"),)
    return Answer(data, lines, notes=notes)


@contextmanager
def exporting(arguments: argparse.Namespace) -> Iterator[Ledger]:
    """The ledger for an exchange file: for writing where the file is noted, so that the next knows what is new."""
    refuse_unfitting(arguments)
    noted = arguments.since_last is not None or arguments.recipient is not None
    with writing(arguments) if noted else _opened(arguments) as ledger:
        yield ledger


@contextmanager
def exporting_codes(arguments: argparse.Namespace) -> Iterator[Ledger]:
    """The ledger for QR codes: they hold new records of this copy, never a part of the ledger, and are never sealed."""
    refuse_unfitting(arguments)
    if any((arguments.street, arguments.cadre, arguments.seal, arguments.password, arguments.password_file)):
        raise InputProblem(
            _("二维码只带本机新记的内容，不能用 --street、--cadre、--seal 或口令。"),
            hint=_("要分出一部分或加密，请把文件名改成 .jhx。"),
        )
    with _opened(arguments) as ledger:
        yield ledger


def refuse_unfitting(arguments: argparse.Namespace) -> None:
    """InputProblem for options that mean nothing to an exchange file: it holds whole records, phones included."""
    if arguments.search or arguments.where or arguments.with_phones:
        raise InputProblem(
            _("交换文件总是带着单位的全部记录，不能用 --search、--where 或 --with-phones。"),
            hint=_("要分出一部分，请用 --street 或 --cadre；要表格，请把文件名改成 .xlsx。"),
        )


def refuse_exchange_options(arguments: argparse.Namespace) -> None:
    """InputProblem for options of exchange files where a sheet is written."""
    if any((arguments.cadre, arguments.since_last, arguments.recipient, arguments.seal, arguments.password)) or (
        arguments.password_file
    ):
        raise InputProblem(
            _("--cadre、--since-last、--recipient、--seal 和口令只用于交换文件。"), hint=_("请把文件名改成 .jhx 结尾。")
        )


@contextmanager
def _opened(arguments: argparse.Namespace) -> Iterator[Ledger]:
    """The ledger for writing, so that a copy gets a number of its own; for reading while a window has it open."""
    with reading(arguments) if is_held(Path(arguments.ledger)) else writing(arguments) as ledger:
        yield ledger


def _card(text: str) -> Card:
    """A card by its file, or by the name or code of somebody who is known."""
    known = None if Path(text).is_file() else find_known(text)
    return known.card if known else read_card(Path(text))


def recipient_key(arguments: argparse.Namespace) -> str:
    """Under what the files to the named recipient are counted; empty without one."""
    recipient = _recipient(arguments, ())
    return recipient.key if recipient else ""


def _recipient(arguments: argparse.Namespace, cards: Sequence[Card]) -> Recipient | None:
    """Somebody who is known, or whose card the file is sealed for; else just a name to count under."""
    named = arguments.since_last or arguments.recipient
    if not named:
        return Recipient(cards[0].title, cards[0].public_key) if cards else None
    meant = [card for card in cards if named in {card.name, card.title} or same_code(named, card.code)]
    if len(meant) == 1:
        return Recipient(meant[0].title, meant[0].public_key)
    known = find_known(named)
    return Recipient(known.card.title, known.public_key) if known else Recipient(named)


def _unconfirmed(cards: Sequence[Card]) -> tuple[str, ...]:
    keys = profile_keyring()
    return tuple(
        _("提醒：{who}的名片（代码 {code}）还没有核对过，请在电话里核对，再用 identity --confirm 确认。").format(
            who=card.title, code=card.code
        )
        for card in cards
        if not keys.knows(card.public_key)
    )
