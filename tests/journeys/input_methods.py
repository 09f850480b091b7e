"""Real input methods for a journey: pinyin by ibus, by fcitx5, which also answers as fcitx 4 does, and by fcitx 4."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.journeys.screen import Screen, end, wait_for

#: Fcitx5 without its ibus front end, which speaks to old programs as fcitx 4 does.
AS_FCITX_4 = "fcitx5 as fcitx 4"
_QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
_FCITX_PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin
[Groups/0/Items/0]
Name=pinyin
Layout=
[GroupOrder]
0=Default
"""
_FCITX_4_PROFILE = """[Profile]
IMName=googlepinyin
EnabledIMList=fcitx-keyboard-us:True,googlepinyin:True
PreeditStringInClientWindow=True
"""
_IBUS_PINYIN = Path("/usr/share/ibus/component/libpinyin.xml")
_FCITX_PINYIN = Path("/usr/share/fcitx5/inputmethod/pinyin.conf")
_FCITX_4_PINYIN = Path("/usr/share/fcitx/inputmethod/googlepinyin.conf")


def missing(method: str) -> str:
    """What this machine lacks for an input method, in words; empty where nothing."""
    if method == "ibus":
        return "" if shutil.which("ibus-daemon") and _IBUS_PINYIN.exists() else "ibus and ibus-libpinyin"
    if method == "fcitx 4":
        return "" if shutil.which("fcitx") and _FCITX_4_PINYIN.exists() else "fcitx-bin and fcitx-googlepinyin"
    return "" if shutil.which("fcitx5") and _FCITX_PINYIN.exists() else "fcitx5 and fcitx5-chinese-addons"


@contextmanager
def input_method(screen: Screen, method: str, home: Path) -> Iterator[dict[str, str]]:
    """Start one on this screen, pinyin chosen; what a desktop that has it puts into the environment of programs."""
    environment = {**screen.environment, "GSETTINGS_BACKEND": "memory"}
    with ExitStack() as ending:
        if method == "ibus":
            command = ["ibus-daemon", "--panel=disable", "--emoji-extension=disable"]
            ending.callback(end, subprocess.Popen(command, env=environment, **_QUIET))
            wait_for("the engine of ibus", lambda: _engine(environment) == "libpinyin", every=0.3)
            yield {"QT_IM_MODULE": "ibus"}
            return
        if method == "fcitx 4":
            config = home / ".config" / "fcitx"
            config.mkdir(parents=True)
            (config / "profile").write_text(_FCITX_4_PROFILE, encoding="utf-8")
            (config / "config").write_text("[Program]\nDefaultInputMethodState=Active\n", encoding="utf-8")
            ending.callback(end, subprocess.Popen(["fcitx", "-D"], env=environment, **_QUIET))
            wait_for("fcitx 4 to answer", lambda: "org.fcitx.Fcitx-" in _bus_names(environment), every=0.3)
            time.sleep(1)
            yield {"QT_IM_MODULE": "fcitx", "XMODIFIERS": "@im=fcitx"}
            return
        config = home / ".config" / "fcitx5"
        config.mkdir(parents=True)
        (config / "profile").write_text(_FCITX_PROFILE, encoding="utf-8")
        (config / "config").write_text("[Behavior]\nActiveByDefault=True\n", encoding="utf-8")
        without = ",ibusfrontend" if method == AS_FCITX_4 else ""
        command = ["fcitx5", f"--disable=wayland,notifications{without}"]
        ending.callback(end, subprocess.Popen(command, env=environment, **_QUIET))
        wait_for("fcitx5 to answer", lambda: "org.fcitx.Fcitx-" in _bus_names(environment), every=0.3)
        time.sleep(1)  # it answers before its pinyin is loaded
        yield {"QT_IM_MODULE": "fcitx", "XMODIFIERS": "@im=fcitx"}


def _engine(environment: dict[str, str]) -> str:
    subprocess.run(["ibus", "engine", "libpinyin"], env=environment, check=False, timeout=10, **_QUIET)
    said = subprocess.run(["ibus", "engine"], env=environment, capture_output=True, text=True, check=False, timeout=10)
    return said.stdout.strip()


def _bus_names(environment: dict[str, str]) -> str:
    command = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]
    said = subprocess.run(
        [*command, "org.freedesktop.DBus.ListNames"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=10,
    )
    return said.stdout
