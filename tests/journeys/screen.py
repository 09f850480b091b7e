"""A screen of its own with a window manager, and somebody who only has the keyboard.

What is shown is read from the server's own memory file, so that one can wait until the picture stands still instead
of sleeping.
"""

import ctypes
import ctypes.util
import json
import os
import select
import shutil
import struct
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from PIL import Image, ImageChops

WIDTH, HEIGHT = 1366, 768
PROGRAM = "jianhui"
#: A blinking caret and what is around it: a smaller difference is no change.
_CARET = (6, 40)
_STILL_FOR = 0.2
_POLLED_EVERY = 0.05
_READ_EVERY = 0.4  # the window has to answer for every word
_SILENT: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
_BUS_LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
_FIRST_KEY, _KEYS = 8, 248
_UNICODE = 0x01000000  # keysyms of characters
_Found = TypeVar("_Found")


def missing_tools() -> list[str]:
    """What of packaging/system-packages.txt a journey needs and this machine has not, besides the tools of a window."""
    files = (_BUS_LAUNCHER, "/usr/lib/python3/dist-packages/pyatspi")
    tools = [tool for tool in ("xprop", "dbus-daemon") if shutil.which(tool) is None]
    return tools + [file for file in files if not Path(file).exists()]


class NotSeenError(AssertionError):
    """Something that should have happened within the time did not."""


def wait_for(
    what: str, look: Callable[[], _Found | None], *, seconds: float = 45, every: float = _POLLED_EVERY
) -> _Found:
    """What `look` returns once it is true; NotSeenError names what was waited for."""
    until = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > until:
            raise NotSeenError(f"not within {seconds:g} s: {what}")
        time.sleep(every)
    return found


class Screen:
    """One X display; `run` starts programs on it."""

    def __init__(self, display: str, memory: Path, bus: str) -> None:
        self.display = display
        self._memory = memory
        self._bus = bus
        self._eyes: subprocess.Popen[str] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to show itself here, and nowhere else."""
        shown = {"DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb", "LANG": "C.UTF-8"}
        told = {"DBUS_SESSION_BUS_ADDRESS": self._bus, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        return {**os.environ, **shown, **told}

    def run(self, *command: str) -> str:
        """Run a short program on this display; what it wrote."""
        result = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=30)
        return result.stdout.strip()

    def titles(self) -> list[str]:
        """The titles of the windows, the one with the keyboard last."""
        told = self.run("xprop", "-root", "_NET_CLIENT_LIST", "_NET_ACTIVE_WINDOW")
        listed, _line, active = told.partition("\n")
        ids = [name.strip() for name in listed.partition("#")[2].split(",")]
        last = active.partition("#")[2].strip()
        return [self._title(name) for name in [*(each for each in ids if each != last), last] if name]

    def wait_title(self, part: str, *, seconds: float = 45) -> str:
        """Wait until the window with the keyboard has this in its title, and stands still."""

        def look() -> str | None:
            titles = self.titles()
            return titles[-1] if titles and part in titles[-1] else None

        title = wait_for(f"a window “{part}”", look, seconds=seconds)
        self.wait_still()
        return title

    def wait_gone(self, title: str, *, seconds: float = 45) -> None:
        """Wait until no window has this title any more."""
        wait_for(f"the end of the window “{title}”", lambda: title not in self.titles(), seconds=seconds)

    def _title(self, window: str) -> str:
        return self.run("xprop", "-id", window, "_NET_WM_NAME").partition('"')[2].rstrip('"')

    def picture(self) -> Image.Image:
        """What is on the screen now."""
        return self._picture_of(self._memory.read_bytes())

    def _picture_of(self, data: bytes) -> Image.Image:
        head = struct.unpack(">25I", data[:100])
        header, width, height, line, colours = head[0], head[4], head[5], head[12], head[19]
        start = header + 12 * colours
        return Image.frombuffer("RGB", (width, height), data[start:], "raw", "BGRX", line, 1)

    def wait_still(self, *, seconds: float = 45) -> Image.Image:
        """Wait until the picture has not changed for a moment, carets apart; that picture."""
        until = time.monotonic() + seconds
        data, since = self._memory.read_bytes(), time.monotonic()
        seen = self._picture_of(data)
        while time.monotonic() - since < _STILL_FOR:
            if time.monotonic() > until:
                raise NotSeenError(f"the screen does not come to rest within {seconds:g} s")
            time.sleep(_POLLED_EVERY)
            before, data = data, self._memory.read_bytes()
            if data != before and differ(seen, now := self._picture_of(data)):
                seen, since = now, time.monotonic()
        return seen

    def told(self) -> list[str]:
        """All words that a screen reader is told of the windows; `*` marks what has the keyboard."""
        words: list[str] = self._ask_eyes("")
        return words

    def push(self, name: str, *, seconds: float = 45) -> None:
        """Press the button of that name as a screen reader does, as soon as there is one that can be pressed."""
        wait_for(f"the button “{name}”", lambda: self._ask_eyes(f"press {name}"), seconds=seconds, every=_READ_EVERY)

    def _ask_eyes(self, line: str) -> Any:
        if self._eyes is None:
            command = ["/usr/bin/python3", str(Path(__file__).with_name("eyes.py")), PROGRAM]
            self._eyes = subprocess.Popen(
                command, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        if self._eyes.stdin is None or self._eyes.stdout is None:
            raise NotSeenError("the eyes are shut")
        self._eyes.stdin.write(f"{line}\n")
        self._eyes.stdin.flush()
        return json.loads(self._eyes.stdout.readline())

    def shut_eyes(self) -> None:
        """End the program that reads the windows."""
        if self._eyes is not None:
            self._eyes.communicate()

    def wait_told(self, *parts: str, seconds: float = 45) -> list[str]:
        """Wait until every one of these parts is told; all that is told then."""
        words: list[str] = []

        def look() -> list[str] | None:
            words[:] = self.told()
            return words if all(any(part in word for word in words) for part in parts) else None

        try:
            return wait_for(f"“{'”, “'.join(parts)}” in the window", look, seconds=seconds, every=_READ_EVERY)
        except NotSeenError as error:
            raise NotSeenError(f"{error}; windows {self.titles()}, told {words}") from None

    def press(self, *keys: str) -> None:
        """Keys one after the other, as xdotool names them; each has to change the picture, which then stands still."""
        for key in keys:
            self._act(f"the key {key} to do something", "key", "--clearmodifiers", key)

    def type(self, text: str) -> None:
        """Characters of a keyboard; those that ours has no key for need `add_keys` first."""
        self._act(f"“{text}” to arrive", "type", "--clearmodifiers", "--delay", "15", text)

    def _act(self, what: str, *command: str) -> None:
        before = self.picture()
        self.run("xdotool", *command)
        wait_for(what, lambda: differ(before, self.picture()))
        self.wait_still()

    def add_keys(self, characters: str) -> None:
        """Give Chinese characters keys of their own: programs that start afterwards can be typed into with them.

        Left alone, xdotool lends each character a key for a moment, and a busy program reads it too late.
        """
        library = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        library.XOpenDisplay.restype = ctypes.c_void_p
        library.XGetKeyboardMapping.restype = ctypes.POINTER(ctypes.c_ulong)
        display = ctypes.c_void_p(library.XOpenDisplay(self.display.encode()))
        per_key = ctypes.c_int()
        held = library.XGetKeyboardMapping(display, _FIRST_KEY, _KEYS, ctypes.byref(per_key))
        free = [key for key in range(_KEYS) if not any(held[key * per_key.value + n] for n in range(per_key.value))]
        for character, key in zip(dict.fromkeys(characters), free, strict=False):
            meaning = (ctypes.c_ulong * 2)(*[_UNICODE + ord(character)] * 2)
            library.XChangeKeyboardMapping(display, _FIRST_KEY + key, 2, meaning, 1)
        library.XFree(held)
        library.XSync(display, 0)
        library.XCloseDisplay(display)
        if len(free) < len(set(characters)):
            raise ValueError(f"only {len(free)} keys are free")


def differ(before: Image.Image, now: Image.Image) -> bool:
    """Whether more than a caret is different."""
    box = ImageChops.difference(before, now).getbbox()
    return box is not None and (box[2] - box[0] > _CARET[0] or box[3] - box[1] > _CARET[1])


@contextmanager
def open_screen(characters: str = "") -> Iterator[Screen]:
    """A display with openbox and the bus of screen readers; it has keys for these Chinese characters."""
    with tempfile.TemporaryDirectory(prefix="screen-") as folder, ExitStack() as ending:
        number = _started(
            ending,
            ["Xvfb", "-displayfd", "{fd}", "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp", "-noreset"],
            "-fbdir",
            folder,
        )
        bus = _started(ending, ["dbus-daemon", "--session", "--nofork", "--print-address={fd}"])
        screen = Screen(f":{number}", Path(folder) / "Xvfb_screen0", bus)
        if characters:
            screen.add_keys(characters)
        for command in ([_BUS_LAUNCHER, "--launch-immediately"], ["openbox", "--sm-disable"]):
            ending.callback(end, subprocess.Popen(command, env=screen.environment, **_SILENT))
        ending.callback(screen.shut_eyes)
        wait_for("openbox", lambda: screen.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK").partition("#")[2])
        yield screen


def _started(ending: ExitStack, command: list[str], *more: str) -> str:
    """Start a server that writes its address into the descriptor {fd}; the address."""
    reading, writing = os.pipe()
    words = [word.replace("{fd}", str(writing)) for word in [*command, *more]]
    ending.callback(end, subprocess.Popen(words, pass_fds=(writing,), **_SILENT))
    os.close(writing)
    ending.callback(os.close, reading)
    ready, _writable, _failed = select.select([reading], [], [], 20)
    if not ready:
        raise NotSeenError(f"{command[0]} did not say its address within 20 s")
    return os.read(reading, 1024).decode().strip()


def end(process: subprocess.Popen[Any]) -> None:
    """End a program that we started, gently first."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
