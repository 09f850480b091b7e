"""Thousands of damaged exchange files: none is taken, nothing crashes, memory stays small.

    .venv/bin/python -m tests.models.exchange.mutations 10000

Prints one JSON object: per kind of damage how many, and the peak of memory in MB.
"""

import hashlib
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

from models.demo.make import make_demo
from models.errors import MergeProblem
from models.exchange.cards import Card
from models.exchange.container import COVER_BYTES, DIGEST_BYTES, DONE, END_BYTES, MARK, Frame, open_packed, pack, unpack
from models.exchange.fact_rows import Unsound
from models.exchange.known import Keyring
from models.exchange.reading import open_exchange
from models.exchange.sealing import Seal
from models.exchange.signing import public_key_of
from models.exchange.writing import Wanted
from tests.models.exchange.post import SECRET, STRANGER, comparable, keyring, parts, put_together, send
from tests.peak import peak_megabytes

Damage = Callable[[Random, bytes, bytes], bytes]


def flip_bits(random: Random, data: bytes, _other: bytes) -> bytes:
    found = bytearray(data)
    for _flip in range(random.choice([1, 1, 1, 2, 8, 64])):
        found[random.randrange(len(found))] ^= 1 << random.randrange(8)
    return bytes(found)


def set_bytes(random: Random, data: bytes, _other: bytes) -> bytes:
    at = random.randrange(len(data))
    length = random.choice([1, 2, 4, 16, 512, 4096])
    return data[:at] + random.choice([b"\0", b"\xff", b"\r", b" ", random.randbytes(1)]) * length + data[at + length :]


def cut_off(random: Random, data: bytes, _other: bytes) -> bytes:
    return data[: random.randrange(len(data))]


def cut_out(random: Random, data: bytes, _other: bytes) -> bytes:
    at, length = random.randrange(len(data)), random.choice([1, 2, 160, 512, 4096])
    return data[:at] + data[at + length :]


def put_in(random: Random, data: bytes, _other: bytes) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice([b"\n", b"\r\n", b"\0" * 512, data[at : at + 64], random.randbytes(3)]) + data[at:]


def splice(random: Random, data: bytes, other: bytes) -> bytes:
    at = random.choice([COVER_BYTES, len(data) - END_BYTES, random.randrange(len(data))])
    behind = random.choice([at, len(other) - (len(data) - at)])
    return data[:at] + other[max(0, behind) :]


def swap_ends(_random: Random, data: bytes, other: bytes) -> bytes:
    return data[:-END_BYTES] + other[-END_BYTES:]


def text_mode(random: Random, data: bytes, _other: bytes) -> bytes:
    return random.choice(
        [
            data.replace(b"\r\n", b"\n"),
            data.replace(b"\n", b"\r\n"),
            data.replace(b"\0", b" "),
            data.split(b"\x1a", 1)[0],
            data.decode(errors="replace").encode(),
            data.decode("latin-1").encode(),
        ]
    )


def sections_moved(random: Random, data: bytes, other: bytes) -> bytes:
    """A section doubled, lost, moved or taken from another file; the digest is right, the signature is the old one."""
    cover, frames, end = _parts(data)
    _cover, others, _end = _parts(other)
    frames = list(frames)
    match random.randrange(4):
        case 0:
            frames.insert(random.randrange(len(frames) + 1), random.choice(frames))
        case 1:
            frames.pop(random.randrange(len(frames)))
        case 2:
            frames.append(frames.pop(random.randrange(len(frames))))
        case _:
            frames[random.randrange(len(frames))] = random.choice(others)
    return _with_new_digest(cover, frames, end[-96:])


def head_edited(random: Random, data: bytes, _other: bytes) -> bytes:
    """Something in the manifest or on the cover is changed, the digest computed anew; nobody has the key."""
    cover, frames, end = _parts(data)
    if random.random() < 0.3:
        return _with_new_digest(flip_bits(random, cover, b""), list(frames), end[-96:])
    frames = list(frames)
    at = random.randrange(min(3, len(frames)))
    frames[at] = Frame(frames[at].tag, flip_bits(random, frames[at].content or b"\0", b""))
    return _with_new_digest(cover, frames, random.choice([end[-96:], public_key_of(STRANGER) + end[-64:]]))


def signed_by_another(random: Random, data: bytes, other: bytes) -> bytes:
    """Somebody signs a file that says it is of another."""
    cover, frames, _end = _parts(random.choice([data, other]))
    with tempfile.TemporaryDirectory() as folder:
        return put_together(Path(folder) / "x", cover, list(frames), secret=STRANGER).read_bytes()


def inside_and_signed(random: Random, data: bytes, _other: bytes) -> bytes:
    """What is packed in a section is damaged, and the true key signs it: only the contents can object."""
    cover, frames, _end = _parts(data)
    frames = list(frames)
    at = random.randrange(len(frames))
    try:
        packed = open_packed(frames[at].content)
        content = unpack(packed)
    except Unsound:  # sealed
        frames[at] = Frame(frames[at].tag, flip_bits(random, frames[at].content, b""))
    else:
        damage = random.choice([flip_bits, set_bytes, cut_off, cut_out, put_in])
        head = damage(random, packed.head or b" ", b"")[:60_000] if random.random() < 0.3 else packed.head
        body = damage(random, content or b" ", b"") if head == packed.head else content
        frames[at] = Frame(frames[at].tag, pack(body, head))
    with tempfile.TemporaryDirectory() as folder:
        return put_together(Path(folder) / "x", cover, frames).read_bytes()


DAMAGES: dict[str, Damage] = {
    each.__name__: each
    for each in (
        flip_bits,
        set_bytes,
        cut_off,
        cut_out,
        put_in,
        splice,
        swap_ends,
        text_mode,
        sections_moved,
        head_edited,
        signed_by_another,
        inside_and_signed,
    )
}


def _parts(data: bytes) -> tuple[bytes, list[Frame], bytes]:
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        return parts(Path(file.name))


def _with_new_digest(cover: bytes, frames: list[Frame], key_and_signature: bytes) -> bytes:
    body = cover + MARK + b"".join(f.tag + len(f.content).to_bytes(4, "big") + f.content for f in frames)
    length = DIGEST_BYTES + len(key_and_signature)
    return body + DONE + length.to_bytes(4, "big") + hashlib.sha512(body).digest() + key_and_signature


def samples(folder: Path) -> list[bytes]:
    """Signed files of two ledgers: whole ones, and one that is sealed for the reader."""
    found = []
    for seed in (1, 2):
        path = folder / f"{seed}.jhtz"
        card = Card(public_key_of(SECRET), "张三", "", "")
        with make_demo(path, organizations=30, seed=seed, today=date(2026, 6, 1)) as ledger:
            found += [
                send(ledger, folder / "x.jhx", wanted).path.read_bytes()
                for wanted in (Wanted(), Wanted(seal=Seal([card])))
            ]
    return found


def run(count: int, folder: Path, *, seed: int = 0) -> Counter[str]:
    """Damage and open so many files; how many of each kind. AssertionError where one is taken."""
    sources = samples(folder)
    keys = keyring(STRANGER)
    bodies = [_body(folder, data, keys) for data in sources]
    seen: Counter[str] = Counter()
    names = list(DAMAGES)
    number = 0
    while seen.total() < count:
        number += 1
        random = Random(f"{seed} {number}")
        name = names[number % len(names)]
        at, other = random.sample(range(len(sources)), 2)
        data = DAMAGES[name](random, sources[at], sources[other])
        if data in sources:
            continue
        seen[name] += 1
        path = folder / "damaged.jhx"
        path.write_bytes(data)
        body, sentence = _opened(path, keys)
        where = (seed, number, name)
        assert body is not None or sentence.endswith("。"), where
        if body is not None:  # only blanks between values, or the like, under the true key
            assert (name, body) == ("inside_and_signed", bodies[at]), where
            seen["same facts, signed"] += 1
            seen[name] -= 1
        assert path.read_bytes() == data
    return seen


def _opened(path: Path, keys: Keyring) -> tuple[tuple[object, ...] | None, str]:
    """What is in a file, or why it was refused."""
    try:
        return comparable(open_exchange(path, keys=keys).body), ""
    except MergeProblem as problem:
        return None, problem.user_text


def _body(folder: Path, data: bytes, keys: Keyring) -> tuple[object, ...]:
    path = folder / "sound.jhx"
    path.write_bytes(data)
    return comparable(open_exchange(path, keys=keys).body)


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        seen = run(count, Path(folder))
    peak = peak_megabytes()
    print(json.dumps({"peak_mb": round(peak), "total": seen.total(), **dict(sorted(seen.items()))}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
