"""The files that are to be merged, as a person put them together, and what looking at them found. No window."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from models.errors import LedgerProblem
from models.exchange.cards import Card
from models.exchange.known import Keyring, profile_keyring
from models.exchange.qr_symbols import is_picture
from models.ledger.ledger import Ledger
from models.merging.merge import MergedFile
from models.merging.offers import Offer, files_in, is_as_opened, open_offers, own_copies, own_copies_words, refusal_of
from models.merging.preview import preview
from models.merging.rows import FilePreview, MergePreview
from models.progress import Progress
from models.queries.people_list import cadre_names
from models.search.ledger_index import Position


@dataclass(frozen=True, slots=True)
class Basket:
    """What the person gave: files, passphrases, codes of senders that are accepted this once."""

    paths: tuple[Path, ...] = ()
    passphrases: Mapping[Path, str] = field(default_factory=dict)
    accepted: frozenset[str] = frozenset()

    def with_paths(self, paths: Iterable[Path]) -> "Basket":
        """With more files; one that is named twice stands in it once."""
        return replace(self, paths=tuple(dict.fromkeys([*self.paths, *paths])))

    def without(self, path: Path) -> "Basket":
        """Without a file. Photos belong together: without one of them none is left."""
        gone = {each for each in self.paths if _is_photo(each)} if _is_photo(path) else {path}
        return replace(self, paths=tuple(each for each in self.paths if each not in gone))

    def with_passphrase(self, path: Path, passphrase: str) -> "Basket":
        """With what opens a file."""
        return replace(self, passphrases={**self.passphrases, path: passphrase})

    def accepting(self, code: str) -> "Basket":
        """With a sender who is accepted this once."""
        return replace(self, accepted=self.accepted | {code})


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One file: what it would bring, why it is not merged (empty: it is), and which other one it is a copy of.

    `asked_above` tells that an earlier file has the same unknown sender: one code is enough for both.
    """

    preview: FilePreview
    refused: str
    same_as: str = ""
    asked_above: bool = False

    @property
    def offer(self) -> Offer:
        """The file."""
        return self.preview.offer

    @property
    def is_merged(self) -> bool:
        """Whether merging would take something from it."""
        return not (self.refused or self.same_as or self.offer.known_in or self.preview.is_empty)

    @property
    def waits_for_code(self) -> bool:
        """Whether only its sender is unknown."""
        return bool(self.refused) and not self.offer.refused and self.offer.is_signed_by_stranger


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at a basket found: every file, those that are merged first; the names of cadres by record id."""

    basket: Basket
    files: tuple[LookedAt, ...]
    cadres: Mapping[str, str]
    left_out: str = ""  # the ledger's own copies in a folder, in words
    seen: Position | None = None  # how far the ledger was then

    @property
    def offers(self) -> list[Offer]:
        """The files in the order in which they are merged."""
        return [file.offer for file in self.files]

    @property
    def found(self) -> MergePreview:
        """The preview itself: a merge right after it needs no other."""
        return MergePreview(tuple(file.preview for file in self.files), self.seen)

    def as_merged(self) -> list[MergedFile]:
        """As a report of this preview wants them."""
        return [MergedFile(each.preview, each.refused, each.preview.counts()) for each in self.files]


def look(ledger: Ledger, basket: Basket, opened: Sequence[Offer], progress: Progress) -> Looked:
    """Open what is not `opened` yet and compare all of it with the ledger; nothing is written."""
    paths = _files(ledger, basket)
    keys = profile_keyring()
    kept = [
        offer
        for offer in opened
        if offer.path in paths and not _changes(offer, basket, keys) and is_as_opened(ledger, offer)
    ]
    known = {offer.path for offer in kept}
    new = [path for path in paths if path not in known]
    photos = [path for path in paths if _is_photo(path)]
    if any(_is_photo(path) for path in new):  # codes in several photos make up one piece
        kept = [offer for offer in kept if not _is_photo(offer.path)]
        new = [path for path in new if path not in photos] + photos
    else:
        new = [path for path in new if path not in photos]
    offers = kept + open_offers(ledger, new, keys=keys, passphrases=basket.passphrases, progress=progress)
    place = {path: number for number, path in enumerate(paths)}
    offers.sort(key=lambda offer: (bool(refusal_of(offer, basket.accepted)), place.get(offer.path, 0)))
    found = preview(ledger, offers, progress=progress)
    own = own_copies_words([each.name for each in own_copies(basket.paths, ledger.path)])
    return Looked(basket, tuple(_judged(found.files, basket)), cadre_names(ledger), own, found.seen)


def card_of(offer: Offer) -> Card | None:
    """The card that a signed file says its sender has; None for what nobody signed."""
    sender = offer.sender
    if sender is None or not sender.public_key:
        return None
    return Card(sender.public_key, sender.name, sender.unit, sender.installation)


def _files(ledger: Ledger, basket: Basket) -> list[Path]:
    """Folders opened; each file once. A folder without anything is an answer of its own."""
    return list(dict.fromkeys(files_in(basket.paths, besides=ledger.path)))


def _changes(offer: Offer, basket: Basket, keys: Keyring) -> bool:
    """Whether a file has to be opened again: a passphrase came, or its sender is confirmed by now."""
    if offer.needs_passphrase:
        return offer.path in basket.passphrases
    return offer.is_signed_by_stranger and offer.sender is not None and keys.knows(offer.sender.public_key)


def _judged(files: Sequence[FilePreview], basket: Basket) -> Iterable[LookedAt]:
    first: dict[bytes, str] = {}
    senders: set[bytes] = set()
    for file in files:
        incoming = file.offer.incoming
        if incoming is None:
            yield LookedAt(file, refusal_of(file.offer, basket.accepted))
            continue
        same, key = first.get(incoming.digest, ""), incoming.sender.public_key
        yield LookedAt(file, refusal_of(file.offer, basket.accepted), same, key in senders)
        first.setdefault(incoming.digest, file.offer.name)
        senders.add(key)


def _is_photo(path: Path) -> bool:
    try:
        return path.is_file() and is_picture(path)
    except LedgerProblem:
        return False
