"""Time and chance of the real machine."""

import os
import time

from models.facts.writer import Surroundings


def real_surroundings() -> Surroundings:
    """The wall clock and the system's randomness."""
    return Surroundings(lambda: time.time_ns() // 1_000_000, os.urandom)
