"""How much memory a process took."""

import resource
from contextlib import suppress
from pathlib import Path


def peak_megabytes() -> float:
    """The most memory this process ever had; without what the one that started it had, which `ru_maxrss` counts."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
