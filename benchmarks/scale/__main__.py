"""What a set-up of several programs carries and survives, all of it on this machine: `make bench-scale`."""

from __future__ import annotations

import argparse
import signal
import sys

from benchmarks.scale import kills, trainings, visitors

PARTS = ("visitors", "trainings", "kills")


def main() -> None:
    parser = argparse.ArgumentParser("python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--only", choices=PARTS, help="one part of it")
    parser.add_argument(
        "--visitors", type=int, default=visitors.STEPS[-1], help="how many draw at most (default: %(default)s)"
    )
    parser.add_argument(
        "--trainings", type=int, default=trainings.COUNT, help="how many are asked for (default: %(default)s)"
    )
    flags = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started ends, too
    measure = {
        "visitors": lambda: visitors.measure(flags.visitors),
        "trainings": lambda: trainings.measure(flags.trainings),
        "kills": kills.measure,
    }
    for number, part in enumerate([flags.only] if flags.only else PARTS):
        print(end="\n" if number else "")
        measure[part]()


if __name__ == "__main__":
    main()
