"""The tab Look inside by behaviour: what it shows agrees with the network, and every change can be undone."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import components
import numpy as np
import pytest
from page import Sheet, answer, html, remarks
from streamlit.testing.v1 import AppTest

from mnist_demo.config import DEFAULT_RUN, PRESETS
from mnist_demo.data.dataset import Dataset
from mnist_demo.images.distortion import DISTORTIONS, distort
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.explanation import Neuron
from mnist_demo.network.inference import Network
from mnist_demo.runs.run import Run
from mnist_demo.runs.store import load_run, load_test_result
from mnist_demo.ui import formulas as words_in_maths

VIEWS = ("way", "weights", "why")
LAST = len(PRESETS[DEFAULT_RUN]["hidden_layers"])
"""The place of the outputs, after the hidden layers."""


@pytest.fixture
def network() -> Network:
    return load_run(DEFAULT_RUN).network


@pytest.fixture
def image(mnist: Dataset) -> np.ndarray:
    return scale_pixels(mnist.x_test[7])


@pytest.fixture
def inside(app: AppTest) -> AppTest:
    """The tab, opened on test image 7."""
    app.session_state["picked"] = 7
    return open_tab(app)


def open_tab(app: AppTest, view: str = "way") -> AppTest:
    app.session_state["tab"] = "inside"
    app.session_state["look"] = view
    app.run()
    assert not app.exception
    return app


def shares(app: AppTest) -> list[float]:
    """The probabilities shown beside the outputs."""
    return [output["share"] for output in components.data(app, "layers")["outputs"]]


def silent(app: AppTest) -> int:
    return sum(len(layer["silent"]) for layer in components.data(app, "layers")["layers"])


def figures(app: AppTest) -> list[str]:
    return [metric.value.replace("−", "-") for metric in app.metric]


def formulas(app: AppTest) -> str:
    return " ".join(element.value.strip("$ \n") for element in app.latex)


def words(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption, *app.info])


def test_empty_canvas_gets_a_friendly_sentence_and_a_way_on(app: AppTest, sheet: Sheet) -> None:
    open_tab(app)
    assert "Nothing to look at yet" in words(app)
    sheet.leave_blank()
    open_tab(app)
    assert "Nothing to look at yet" in words(app)
    app.button(key="random_image").click().run()
    assert not app.exception and "Nothing to look at" not in words(app)
    assert components.has(app, "layers") and "labelled" in remarks(app)


def test_the_drawing_is_looked_at(app: AppTest, sheet: Sheet) -> None:
    sheet.draw(3)
    open_tab(app)
    assert answer(app, "answer_inside") == answer(app) == "3" and "Your drawing" in remarks(app)
    app.button(key="random_image").click().run()
    assert "Test image" in remarks(app)
    app.button(key="my_drawing").click().run()
    assert "Your drawing" in remarks(app)


def test_next_goes_through_the_test_images_and_starts_over(inside: AppTest) -> None:
    inside.button(key="next_image").click().run()
    assert "Test image 8, labelled" in remarks(inside)
    inside.session_state["picked"] = 9999
    inside.run()
    inside.button(key="next_image").click().run()
    assert "Test image 0, labelled 7: right" in remarks(inside) and not inside.exception


@pytest.mark.parametrize(("threshold", "verdict"), [(0.0, "wrong"), (1.1, "no answer")])
def test_a_wrong_answer_to_a_test_image_is_called_so(
    inside: AppTest, fresh_run: Run, threshold: float, verdict: str
) -> None:
    metrics = json.loads((fresh_run.path / "metrics.json").read_text())
    (fresh_run.path / "metrics.json").write_text(json.dumps({**metrics, "threshold": threshold}))
    result = load_test_result(fresh_run)
    assert result
    worst = int(result.mistakes()[0])
    inside.session_state["picked"] = worst
    inside.run()
    inside.selectbox(key="run").select("fresh").run()
    assert f"Test image {worst}, labelled {result.labels[worst]}: {verdict}" in remarks(inside)


def test_the_way_shows_what_each_layer_outputs(inside: AppTest, network: Network, image: np.ndarray) -> None:
    sent = components.data(inside, "layers")
    *hidden, _ = network.activations(image)
    for layer, (outputs,) in zip(sent["layers"], hidden, strict=True):
        np.testing.assert_allclose(layer["values"], outputs, atol=1e-3)
        assert layer["note"] == f"{np.count_nonzero(outputs):,} of {len(outputs):,} lit"
    np.testing.assert_allclose(shares(inside), network.predict(image), atol=1e-4)


@pytest.mark.parametrize("layer", [0, 1])
def test_a_click_on_a_neuron_shows_its_figures(
    inside: AppTest, network: Network, image: np.ndarray, layer: int
) -> None:
    signals = [image.ravel(), network.activations(image)[0][0]]
    products = signals[layer] * network.kernels[layer][:, 41]
    total = products.sum() + network.biases[layer][41]
    components.click(inside, "layers", [layer, 41])
    assert f"Neuron 42 of hidden layer {layer + 1}" in words(inside) and not inside.exception
    bias = float(network.biases[layer][41])
    assert [float(value) for value in figures(inside)] == pytest.approx(
        [products.sum(), bias, total, max(total, 0)], abs=0.006
    )
    assert components.has(inside, "inputs") == (layer == 1)
    maths = formulas(inside)
    terms = [signal * abs(network.kernels[layer][i, 41]) for i, signal in enumerate(signals[layer])]
    for i in np.argsort(terms)[-2:]:
        assert rf"{abs(network.kernels[layer][i, 41]):.4f} \cdot {signals[layer][i]:.4f}" in maths
    assert rf"\approx {total:.4f}" in maths and rf"\max(0, {total:.4f}) \approx {max(total, 0):.4f}" in maths
    if layer == 1:
        strongest = int(np.abs(products).argmax())
        first = components.data(inside, "inputs")["pictures"][0]
        assert first["id"] == str(strongest)
        assert first["caption"].endswith(f"= {products[strongest]:+.2f}".replace("-", "−"))
        components.click(inside, "inputs", first["id"])
        assert f"Neuron {strongest + 1} of hidden layer 1" in words(inside)


def test_an_output_shows_its_probability(inside: AppTest, network: Network, image: np.ndarray) -> None:
    components.click(inside, "layers", [LAST, 3])
    assert "Output 3" in words(inside) and not inside.exception
    assert float(figures(inside)[2]) == pytest.approx(network.activations(image)[-1][0, 3], abs=0.006)
    assert not [button for button in inside.button if button.key == "switch"]


def test_maths_of_an_output_goes_from_the_scores_to_the_probability(
    inside: AppTest, network: Network, image: np.ndarray
) -> None:
    components.click(inside, "layers", [LAST, 3])
    scores = network.activations(image)[-1][0].astype(float)
    other = max(np.delete(scores, 3))
    share = np.exp(scores[3]) / np.exp(scores).sum()
    powers = re.search(rf"e\^{{{scores[3]:.4f}}} \+ e\^{{{other:.4f}}} \+ \\dots", formulas(inside))
    assert powers and formulas(inside).endswith(words_in_maths.latex(share))


def test_numbers_in_formulas_say_something_whatever_their_size() -> None:
    shown = [words_in_maths.latex(value) for value in (1.83456, -0.02, 0.00031234, 5.4321e9, np.inf, 0)]
    assert shown == ["1.8346", "-0.0200", r"3.1234 \cdot 10^{-4}", r"5.4321 \cdot 10^{9}", r"\infty", "0.0000"]
    assert words_in_maths.latex(words_in_maths.power_of_e(800)) == r"\infty"


def test_a_neuron_that_no_image_lights_is_called_dead(inside: AppTest, fresh_run: Run) -> None:
    network = fresh_run.network
    network.biases[0][5] = -1000
    network.save(fresh_run.path / "weights.npz")
    inside.run()
    inside.selectbox(key="run").select("fresh").run()
    components.click(inside, "layers", [0, 5])
    inside.session_state["exciting"] = True
    inside.run()
    assert "a dead neuron" in words(inside) and not components.has(inside, "examples")
    components.click(inside, "layers", [0, 6])
    assert "a dead neuron" not in words(inside)
    shown = components.data(inside, "examples")["pictures"]
    assert shown and all(float(each["caption"].replace("−", "-")) > 0 for each in shown)


def test_images_that_excite_a_neuron_are_found_when_asked_for(
    inside: AppTest, network: Network, mnist: Dataset
) -> None:
    components.click(inside, "layers", [0, 41])
    assert not components.has(inside, "examples")
    inside.session_state["exciting"] = True
    inside.run()
    outputs = np.maximum(
        scale_pixels(mnist.x_test).reshape(-1, 784) @ network.kernels[0][:, 41] + network.biases[0][41], 0
    )
    shown = components.data(inside, "examples")["pictures"]
    assert [int(each["id"]) for each in shown[:4]] == np.argsort(-outputs)[:4].tolist() and len(shown) == 12
    components.click(inside, "examples", shown[2]["id"])
    assert f"Test image {shown[2]['id']}, labelled" in remarks(inside)


def test_weights_are_sorted_by_what_they_add_and_lead_to_their_neuron(
    inside: AppTest, network: Network, image: np.ndarray
) -> None:
    open_tab(inside, "weights")
    shown = components.data(inside, "weights")["pictures"]
    adds = [abs(float(each["caption"].replace("−", "-"))) for each in shown]
    assert len(shown) == 48 and all(a >= b for a, b in pairwise(adds)) and adds[0] > 0
    inside.button(key="more_weights").click().run()
    assert len(components.data(inside, "weights")["pictures"]) == 96
    components.click(inside, "weights", shown[1]["id"])
    assert inside.session_state["look"] == "way" and not inside.warning
    assert f"Neuron {int(shown[1]['id']) + 1} of hidden layer 1" in words(inside)


def test_why_gives_sums_that_are_the_scores(inside: AppTest, network: Network, image: np.ndarray) -> None:
    open_tab(inside, "why")
    logits = network.activations(image)[-1][0]
    second, first = np.argsort(logits)[-2:]
    assert f"Why {first} and not {second}?" in words(inside)
    for one, other in ((first, second), (4, 9)):
        scores = [logits[one], logits[other], logits[one] - logits[other]]
        sums = [float(cell.replace("−", "-")) for cell in re.findall(r"<td>sum</td><td>([^<]*)<", html(inside))]
        assert sums == pytest.approx(scores, abs=0.006)
        inside.selectbox(key="why_for").set_value("4")
        inside.selectbox(key="why_not").set_value("9").run()
        assert "Why 4 and not 9?" in words(inside) and not inside.exception


def test_a_class_is_never_compared_with_itself(inside: AppTest) -> None:
    open_tab(inside, "why")
    inside.selectbox(key="why_for").set_value("5")
    inside.selectbox(key="why_not").set_value("5").run()
    assert re.search(r"Why 5 and not [^5]\?", words(inside)) and not inside.exception


def test_a_broken_image_flows_through_everything_and_is_restored(
    inside: AppTest, network: Network, image: np.ndarray
) -> None:
    before = shares(inside)
    amounts = {}
    for kind, distortion in DISTORTIONS.items():
        amounts[kind] = distortion.levels[-1]
        inside.slider(key=f"break-{kind}").set_value(amounts[kind]).run()
        np.testing.assert_allclose(shares(inside), network.predict(distort(image[None], amounts)[0]), atol=1e-4)
    assert "Unbroken: 9" in remarks(inside) and shares(inside) != before
    for view in VIEWS:
        open_tab(inside, view)
    open_tab(inside)
    inside.button(key="restore").click().run()
    assert shares(inside) == before and "Unbroken" not in remarks(inside)
    for kind, distortion in DISTORTIONS.items():
        assert inside.slider(key=f"break-{kind}").value == distortion.neutral
    assert inside.button(key="restore").disabled


def test_break_it_gives_the_formulas_of_what_is_changed(inside: AppTest) -> None:
    assert "x'(u, v) = x(u, v)" in formulas(inside)
    shown = {
        "turn": (30.0, r"\cos 30^\circ \approx 0.8660"),
        "shift_x": (-3.0, "x(u + 3, v)"),
        "shift_y": (2.0, "x(u, v - 2)"),
        "scale": (1.25, "x(u / 1.25, v / 1.25)"),
        "thickness": (1.5, r"t = 1 \text{ then } 0.5"),
        "blur": (1.5, r"e^{-i^2 / (2 \cdot 1.5^2)}"),
        "noise": (0.3, r"x + 0.30\, n"),
    }
    assert shown.keys() == DISTORTIONS.keys()
    for kind, (amount, formula) in shown.items():
        assert formula not in formulas(inside)
        inside.slider(key=f"break-{kind}").set_value(amount).run()
        assert formula in formulas(inside) and not inside.exception


def test_one_neuron_can_be_switched_off_and_on(inside: AppTest, network: Network, image: np.ndarray) -> None:
    components.click(inside, "layers", [1, 5])
    before = shares(inside)
    inside.button(key="switch").click().run()
    assert components.data(inside, "layers")["layers"][1]["silent"] == [5]
    unbroken = Neuron.at(network, image, 1, 5)
    assert f"it would have passed {unbroken.output:.2f} on" in words(inside) or unbroken.output == 0
    given = [unbroken.products.sum(), unbroken.bias, unbroken.sum, 0]
    assert [float(value) for value in figures(inside)] == pytest.approx(given, abs=0.006)
    assert len(components.data(inside, "inputs")["pictures"]) == 10
    np.testing.assert_allclose(shares(inside), network.silenced([(1, 5)]).predict(image), atol=1e-4)
    inside.button(key="switch").click().run()
    assert silent(inside) == 0 and shares(inside) == before


def test_a_share_of_the_neurons_is_switched_off_by_a_seed(inside: AppTest) -> None:
    before = shares(inside)
    inside.slider(key="break-share").set_value(50).run()
    half = components.data(inside, "layers")
    assert silent(inside) == (1200 + 800 + 400) / 2 and shares(inside) != before
    inside.run()
    assert components.data(inside, "layers") == half
    assert r"a_j = 0 \text{ for 1{,}200 of 2{,}400 neurons}" in formulas(inside)
    inside.button(key="reseed").click().run()
    assert silent(inside) == (1200 + 800 + 400) / 2 and components.data(inside, "layers") != half
    inside.slider(key="break-share").set_value(95).run()
    for view in VIEWS:
        open_tab(inside, view)
        ends = re.findall(r"<span>(?:against|orange) −([\d.]+)<", html(inside))
        assert len(ends) == (view != "way") and all(float(end) > 0 for end in ends)
    inside.button(key="restore").click().run()
    assert shares(open_tab(inside)) == before


def test_changes_survive_a_visit_to_another_tab(inside: AppTest) -> None:
    inside.slider(key="break-turn").set_value(45.0).run()
    inside.session_state["tab"] = "draw"
    inside.run()
    assert inside.slider and not components.has(inside, "layers")
    assert open_tab(inside).slider(key="break-turn").value == 45


@pytest.mark.parametrize("hidden_layers", [(), (20,), (30, 20, 10)])
def test_networks_of_another_shape(inside: AppTest, fresh_run: Run, hidden_layers: tuple[int, ...]) -> None:
    random, sizes = np.random.default_rng(0), (784, *hidden_layers, 10)
    kernels = [random.normal(0, 0.1, shape).astype(np.float32) for shape in pairwise(sizes)]
    Network(kernels, [np.zeros(size, np.float32) for size in sizes[1:]]).save(fresh_run.path / "weights.npz")
    config = json.loads((fresh_run.path / "config.json").read_text())
    (fresh_run.path / "config.json").write_text(json.dumps({**config, "hidden_layers": hidden_layers}))
    components.click(inside, "layers", [1, 400])  # a neuron that the other network does not have
    inside.selectbox(key="run").select("fresh").run()
    for view in VIEWS:
        open_tab(inside, view)
    said = [caption.value for caption in open_tab(inside, "why").caption]
    assert any("There is no hidden layer" in caption for caption in said) == (hidden_layers == ())
    assert any("A ReLU stops" in caption for caption in said) == (hidden_layers != ())
    open_tab(inside)
    assert [len(layer["values"]) for layer in components.data(inside, "layers")["layers"]] == list(hidden_layers)
    for layer, units in enumerate((*hidden_layers, 10)):
        components.click(inside, "layers", [layer, units - 1])
        assert not inside.exception and len(inside.metric) == 4
