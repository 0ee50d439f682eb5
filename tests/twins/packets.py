"""Packets with what is in them, and weights with the 16 bits that they become."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np

from mnist_demo.network.inference import Network
from mnist_demo.runs.run import Run
from mnist_demo.runs.store import load_run
from mnist_demo.web.packet import half_weights, pack
from twins.files import Case, encode
from twins.networks import random_network

ANSWER = {"words": {"empty": "Draw – a digit"}, "image": None}
WEIGHTS = {
    "zero": 0.0,
    "negative zero": -0.0,
    "one": 1.0,
    "a third": 1 / 3,
    "halfway between two, to the even one": 1 + 2**-11,
    "largest": 65504.0,
    "larger than the largest": 1e9,
    "smaller than the smallest": -1e9,
    "smallest normal": 2.0**-14,
    "largest subnormal": 2.0**-14 - 2.0**-24,
    "smallest subnormal": 2.0**-24,
    "negative subnormal": -3 * 2.0**-24,
    "too close to zero": 2.0**-26,
}


def cases() -> list[Case]:
    """Packets of two runs, of which none, one or both are sent: the bytes, their JSON, and the weights in 16 bits."""
    random, shipped = np.random.default_rng(5), load_run("classic")
    wide = replace(shipped, name="wide", network=random_network(random, (3, 10), "tanh"))
    plain = replace(shipped, name="größer ✓", network=random_network(random, (1,), "relu"))
    return [_case([wide, plain], sent) for sent in ([], [plain], [wide, plain])]


def _case(runs: list[Run], sent: list[Run]) -> Case:
    packed = pack(ANSWER, runs, sent, 400)
    end = 4 + int.from_bytes(packed[:4], "little")
    packet = json.loads(packed[4:end])
    ids = [network["id"] for network in packet["networks"] if network["isSent"]]
    weights = [encode(half_weights(run.network)) for run in sent]
    return {"bytes": encode(packed), "packet": packet, "weights": dict(zip(ids, weights, strict=True))}


def half_cases() -> list[Case]:
    """Weights with their 16 bits and the number that these stand for: what does not fit becomes what does."""
    kernel = np.zeros((784, 1), np.float32)
    kernel[: len(WEIGHTS), 0] = list(WEIGHTS.values())
    halves = np.frombuffer(half_weights(Network([kernel], [np.zeros(1, np.float32)])), "<f2")
    return [
        {"name": name, "weight": weight, "bits": int(half.view("<u2")), "value": float(half)}
        for (name, weight), half in zip(WEIGHTS.items(), halves, strict=False)
    ]
