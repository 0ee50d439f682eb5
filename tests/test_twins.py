"""Python still answers as in the fixtures; `tests/js` holds its twins in JavaScript to the same ones."""

from __future__ import annotations

import numpy as np
import pytest
from twins import packets, percents
from twins.files import Case, decode, read
from twins.networks import from_halves

from mnist_demo.images.preprocessing import canvas_to_image, scale_pixels

OUTDATED = "if the change is meant: `make fixtures`"


@pytest.mark.parametrize("case", read("drawings"), ids=lambda case: case["name"])
def test_drawings_become_the_stored_images(case: Case) -> None:
    image = canvas_to_image(decode(case["rgba"], "u1", case["size"], case["size"], 4))
    assert (image is None) == (case["image"] is None), OUTDATED
    if image is not None:
        np.testing.assert_allclose(image, decode(case["image"], "<f4", 28, 28), atol=1e-5, err_msg=OUTDATED)


def test_each_way_to_draw_nothing_is_among_the_drawings() -> None:
    names = {case["name"].split(",")[0] for case in read("drawings") if case["image"] is None}
    assert names == {"empty", "faint all over", "faint line", "speck", "tap", "broad tap"}


@pytest.mark.parametrize("case", read("networks"), ids=lambda case: f"{case['activation']} {case['shapes']}")
def test_networks_give_the_stored_probabilities(case: Case) -> None:
    network = from_halves(decode(case["weights"], "<f2", -1), case["shapes"], case["activation"])
    images = scale_pixels(decode(case["images"], "u1", -1, 28, 28))
    np.testing.assert_allclose(network.predict(images), case["probabilities"], atol=1e-5, err_msg=OUTDATED)


def test_packets_are_the_stored_ones() -> None:
    assert packets.cases() == read("packets"), OUTDATED


def test_weights_become_the_stored_16_bits() -> None:
    assert packets.half_cases() == read("halves"), OUTDATED


@pytest.mark.parametrize("case", read("halves"), ids=lambda case: case["name"])
def test_16_bits_stand_for_the_nearest_number_that_fits(case: Case) -> None:
    """Against the definition of IEEE 754: sign, five bits of exponent, ten bits of fraction."""
    sign, exponent, fraction = case["bits"] >> 15, case["bits"] >> 10 & 31, case["bits"] & 1023
    magnitude = 2.0 ** (exponent - 15) * (1 + fraction / 1024) if exponent else 2.0**-14 * fraction / 1024
    assert case["value"] == (-magnitude if sign else magnitude)
    assert abs(case["value"] - np.clip(case["weight"], -65504, 65504)) <= max(magnitude / 2048, 2.0**-25)


def test_probabilities_read_as_stored() -> None:
    assert percents.cases() == read("percents"), OUTDATED
