"""The live answer compared with Python's: its JavaScript alone, in a blank page of a real Chromium."""

from __future__ import annotations

import base64
import re
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw

from mnist_demo.config import ROOT, SHIPPED_RUNS
from mnist_demo.images.preprocessing import canvas_to_image, scale_pixels
from mnist_demo.network.inference import ACTIVATIONS, Network
from mnist_demo.runs.store import load_run
from mnist_demo.ui.live import modules
from mnist_demo.web import javascript
from mnist_demo.web.packet import half_weights

LIVE = ROOT / "mnist_demo" / "ui" / "live"
SIZE = 400


@pytest.fixture(scope="module")
def page(browser):
    page = browser.new_page()
    for name in ("prepare.js", "network.js"):
        source = base64.b64encode((javascript.FOLDER / name).read_bytes()).decode()
        page.evaluate(
            "async source => Object.assign(window, await import(`data:text/javascript;base64,${source}`))", source
        )
    page.evaluate("window.bytes = text => Uint8Array.from(atob(text), character => character.charCodeAt(0))")
    yield page
    page.close()


def encoded(array: np.ndarray) -> str:
    return base64.b64encode(array.tobytes()).decode()


def live_image(page, rgba: np.ndarray) -> np.ndarray | None:
    values = page.evaluate(
        "([text, size]) => { const image = prepare(bytes(text), size); return image && [...image] }",
        [encoded(rgba), rgba.shape[0]],
    )
    return None if values is None else np.array(values, np.float32).reshape(28, 28)


def on_glass(ink: np.ndarray) -> np.ndarray:
    """Black ink, uint8 (H, W), on a transparent sheet."""
    return np.dstack([np.zeros((*ink.shape, 3), np.uint8), ink])


def on_paper(ink: np.ndarray) -> np.ndarray:
    """Blue ink on yellowish paper."""
    share = ink[..., None] / 255
    colours = np.rint((1 - share) * (250, 245, 220) + share * (20, 30, 90)).astype(np.uint8)
    return np.dstack([colours, np.full(ink.shape, 255, np.uint8)])


def pasted(image: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """An image, uint8 (28, 28), at a random place, size and strength on an empty sheet."""
    side = int(random.integers(40, 380))
    x, y = random.integers(0, SIZE - side, 2)
    sheet = np.zeros((SIZE, SIZE), np.uint8)
    picture = Image.fromarray(image).resize((side, side), Image.Resampling.BICUBIC)
    sheet[y : y + side, x : x + side] = np.asarray(picture) * random.uniform(0.5, 1)
    return sheet


def line(width: int, *points: tuple[float, float]) -> np.ndarray:
    picture = Image.new("L", (SIZE, SIZE))
    ImageDraw.Draw(picture).line(points, fill=255, width=width)
    return np.asarray(picture)


def symmetric(random: np.random.Generator) -> np.ndarray:
    """A drawing that looks the same upside down: its centre of mass usually lies on the edge of a pixel."""
    points = [tuple(map(float, point)) for point in random.uniform(20, 380, (2, 2))]
    sheet = line(int(random.integers(4, 40)), *points)
    return np.maximum(sheet, sheet[::-1, ::-1])


def test_pictures_are_those_of_python(page, mnist):
    random = np.random.default_rng(1)
    sheets = [pasted(mnist.x_test[number], random) for number in range(30)]
    sheets += [line(width, (60, 40), (300, 340), (310, 60)) for width in (1, 2, 3, 5, 8, 12, 20, 44)]
    sheets += [symmetric(random) for _ in range(60)]
    sheets += [line(3, (200, 10), (200, 390)), line(3, (0, 5), (399, 5)), line(60, (30, 30), (370, 370))]
    for number, sheet in enumerate(sheets):
        rgba = on_glass(sheet) if number % 2 else on_paper(sheet)
        expected, actual = canvas_to_image(rgba), live_image(page, rgba)
        assert actual is not None and np.abs(expected - actual).max() < 1e-3, number


def test_sheets_without_a_digit_are_those_of_python(page):
    sheets = [np.zeros((SIZE, SIZE), np.uint8), np.full((SIZE, SIZE), 20, np.uint8)]
    sheets += [line(width, (200, 200), (200 + width, 200)) for width in (2, 10, 24, 44)]
    for sheet in sheets:
        for rgba in (on_glass(sheet), on_paper(sheet)):
            assert canvas_to_image(rgba) is None and live_image(page, rgba) is None


def live_probabilities(page, network: Network, images: np.ndarray) -> np.ndarray:
    values = page.evaluate(
        """([weights, shapes, activation, images]) => {
            const network = new Network(new Uint16Array(bytes(weights).buffer), shapes, activation);
            const pixels = new Float32Array(bytes(images).buffer);
            return Array.from({length: pixels.length / 784}, (_, i) =>
                [...network.predict(pixels.subarray(784 * i, 784 * (i + 1)))]);
        }""",
        [
            base64.b64encode(half_weights(network)).decode(),
            [kernel.shape for kernel in network.kernels],
            network.activation,
            encoded(images),
        ],
    )
    return np.array(values)


@pytest.mark.parametrize("name", SHIPPED_RUNS)
def test_probabilities_are_those_of_python_in_spite_of_16_bits(page, mnist, name):
    network, images = load_run(name).network, scale_pixels(mnist.x_test[:200])
    assert np.abs(live_probabilities(page, network, images) - network.predict(images)).max() < 0.01


@pytest.mark.parametrize("outputs", [10, 3, 1])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_and_output_is_that_of_python(page, mnist, activation, outputs):
    random = np.random.default_rng(4)
    sizes = (784, 40, 30, outputs)
    kernels = [random.normal(0, 3 / n**0.5, (n, m)).astype(np.float16) for n, m in pairwise(sizes)]
    biases = [random.normal(0, 0.2, m).astype(np.float16) for m in sizes[1:]]
    network = Network([k.astype(np.float32) for k in kernels], [b.astype(np.float32) for b in biases], activation)
    images = scale_pixels(mnist.x_test[:20])
    expected = network.predict(images)
    assert expected.shape == (20, max(outputs, 2)) and np.ptp(expected, axis=0).max() > 0.1
    assert np.abs(live_probabilities(page, network, images) - expected).max() < 1e-4


def test_smallest_and_largest_16_bit_floats_are_read_right(page):
    values = np.array([0, 1, -2.5, 65504, -65504, 6e-8, -6e-8, 6.1e-5, 1 / 3], np.float16)
    kernel = np.zeros((10, 10), np.float16)
    kernel.ravel()[: len(values)] = values
    weights = np.concatenate([kernel.ravel(), np.zeros(10, np.float16)])
    read = page.evaluate(
        "text => [...new Network(new Uint16Array(bytes(text).buffer), [[10, 10]], 'relu').layers[0].kernel]",
        encoded(weights),
    )
    assert np.array_equal(np.array(read), kernel.ravel().astype(np.float64))


def test_joined_modules_are_one_module():
    joined = javascript.joined(modules.FILES)
    assert {*LIVE.glob("*.js"), *javascript.FOLDER.glob("*.js")} == set(modules.FILES)
    assert not re.findall(r"^import ", joined, re.MULTILINE)
    assert re.findall(r"^export .*", joined, re.MULTILINE) == [
        "export default function mount({ data, parentElement, setStateValue }) {"
    ]


@pytest.mark.parametrize("file", modules.FILES, ids=lambda file: file.name)
def test_modules_import_only_those_joined_before_them(file):
    source, before = file.read_text(encoding="utf-8"), modules.FILES[: modules.FILES.index(file)]
    imported = re.findall(r'^import .* from "(\..*)";', source, re.MULTILINE)
    assert {(file.parent / name).resolve() for name in imported} <= set(before)
