"""Python still answers as in the fixtures; `tests/js` holds its twins in JavaScript to the same ones."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest
from twins import percents, verdicts
from twins.files import Case, decode, read
from twins.networks import unpacked

from mnist_demo.images import drawing_link
from mnist_demo.images.preprocessing import canvas_to_image, extract_ink, preparation_steps, scale_pixels
from mnist_demo.network.explanation import contributions, relevance
from mnist_demo.network.several import read_several

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
    network = unpacked(decode(case["file"], "u1", -1).tobytes())
    assert [list(kernel.shape) for kernel in network.kernels] == case["shapes"], OUTDATED
    images = scale_pixels(decode(case["images"], "u1", -1, 28, 28))
    np.testing.assert_allclose(network.predict(images), case["probabilities"], atol=1e-5, err_msg=OUTDATED)


@pytest.mark.parametrize("case", read("sheets"), ids=lambda case: case["name"])
def test_sheets_read_as_stored(case: Case) -> None:
    network = unpacked(decode(read("reader")[0]["file"], "u1", -1).tobytes())
    digits = read_several(extract_ink(decode(case["rgba"], "u1", case["height"], case["width"], 4)), network)
    assert [asdict(digit.box) for digit in digits] == [stored["box"] for stored in case["digits"]], OUTDATED
    for digit, stored in zip(digits, case["digits"], strict=True):
        np.testing.assert_allclose(digit.image, decode(stored["image"], "<f4", 28, 28), atol=1e-5, err_msg=OUTDATED)
        np.testing.assert_allclose(digit.probabilities, stored["probabilities"], atol=1e-5, err_msg=OUTDATED)


def test_probabilities_read_as_stored() -> None:
    assert percents.cases() == read("percents"), OUTDATED


def test_probabilities_say_what_is_stored() -> None:
    cases = verdicts.cases()
    assert cases == read("verdicts"), OUTDATED
    kinds = {(case["answer"] is not None, case["stands_out"]) for case in cases}
    assert kinds == {(True, True), (False, True), (False, False)}  # an answer, a guess, none


@pytest.mark.parametrize("case", read("links"), ids=lambda case: case["name"])
def test_links_lead_to_the_stored_strokes(case: Case) -> None:
    found = [
        {"width": stroke.width, "points": stroke.points.tolist(), "isEraser": stroke.is_eraser}
        for stroke in drawing_link.decode(case["text"])
    ]
    assert found == case["strokes"], OUTDATED


@pytest.mark.parametrize("case", read("explanations"), ids=lambda case: f"{case['activation']} {case['shapes']}")
def test_networks_are_explained_as_stored(case: Case) -> None:
    network = unpacked(decode(case["file"], "u1", -1).tobytes()).as_softmax()
    image = scale_pixels(decode(case["image"], "u1", 28, 28))
    votes, constants = contributions(network, image)
    np.testing.assert_allclose(constants, case["constants"], atol=1e-4, err_msg=OUTDATED)
    for number in range(network.outputs):
        np.testing.assert_allclose(
            votes[number], decode(case["pixels"][number], "<f4", -1), atol=1e-5, err_msg=OUTDATED
        )
        units = relevance(network, image, number)
        np.testing.assert_allclose(units, case["relevance"][number], atol=1e-4, err_msg=OUTDATED)


@pytest.mark.parametrize("case", read("steps"), ids=lambda case: case["name"])
def test_drawings_are_prepared_in_the_stored_steps(case: Case) -> None:
    found = preparation_steps(decode(case["rgba"], "u1", case["size"], case["size"], 4))
    assert [step.id for step in found] == [stored["id"] for stored in case["steps"]], OUTDATED
    for step, stored in zip(found, case["steps"], strict=True):
        expected = decode(stored["ink"], "<f4", stored["height"], stored["width"])
        np.testing.assert_allclose(step.ink, expected, atol=1e-5, err_msg=OUTDATED)
