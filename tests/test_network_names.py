"""Networks that people can tell apart: by what they are called, and by their colours."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from page import answer_data
from streamlit.testing.v1 import AppTest

from mnist_demo.config import TrainConfig
from mnist_demo.settings import SHIPPED
from mnist_demo.ui import network_colours, network_names, resources
from mnist_demo.ui.names import set_otherwise, settings_of
from mnist_demo.ui.vega.spec import PALETTE

Make = Callable[..., None]
NOW = datetime.now().astimezone().replace(microsecond=0)


@pytest.fixture
def make(models_dir: Path) -> Iterator[Make]:
    """Makes a run of a name with other settings, trained at a time."""
    made: list[Path] = []

    def make(name: str, date: datetime = NOW, **settings: object) -> None:
        path = models_dir / name
        made.append(path)
        shutil.copytree(SHIPPED / "classic", path)
        for file, changes in (("config.json", settings), ("metrics.json", {"date": date.isoformat()})):
            content = json.loads((path / file).read_text())
            (path / file).write_text(json.dumps({**content, **changes}))

    resources.colour_numbers().clear()
    yield make
    for path in made:
        shutil.rmtree(path, ignore_errors=True)


def test_a_name_that_nobody_chose_says_what_was_set_and_when(make: Make) -> None:
    yesterday = NOW - timedelta(days=1)
    make("classic-20260131-104201", epochs=5)
    make("classic-20260131-104202", yesterday, optimizer="sgd", learning_rate=0.1, epochs=1, seed=3, batch_size=32)
    make("mine", epochs=5)
    called = network_names.all_networks()
    assert called["classic-20260131-104201"] == f"classic, 5 epochs, {NOW:%H:%M}"
    assert called["classic-20260131-104202"] == (
        f"classic, optimizer sgd, learning rate 0.1, batch size 32, …, {yesterday:%Y-%m-%d %H:%M}"
    )
    assert [called[name] for name in ("robust", "classic", "mine")] == ["robust", "classic", "mine"]
    assert network_names.network_name("gone") == "gone"


def test_no_two_networks_are_called_the_same(make: Make) -> None:
    for second in range(3):
        make(f"classic-20260131-10420{second}", epochs=5)
    called = network_names.all_networks().values()
    assert len(set(called)) == len(called) == 5


def test_a_network_keeps_its_colour_beside_any_other_and_when_others_come_and_go(make: Make, models_dir: Path) -> None:
    make("b", NOW)
    first = network_colours.colours_of(["robust", "classic", "b"])
    assert len(set(first.values())) == 3
    make("a", NOW - timedelta(days=1))  # older, and before it in the alphabet
    for names in (["b"], ["b", "classic"], ["a", "b", "robust"], ["robust", "b", "a", "classic"]):
        chosen = network_colours.colours_of(names)
        assert list(chosen) == names and len(set(chosen.values())) == len(names)
        assert {name: chosen[name] for name in names if name in first}.items() <= first.items()
    shutil.rmtree(models_dir / "a")
    assert network_colours.colours_of(["classic", "b"]).items() <= first.items()


def test_more_networks_than_colours_are_told_apart_where_they_are_chosen(make: Make) -> None:
    for number in range(len(PALETTE)):
        make(f"run-{number:02}", NOW + timedelta(seconds=number))
    names = [f"run-{number:02}" for number in range(len(PALETTE))]
    for pair in zip(["robust", "classic"], names[-2:], strict=True):
        assert len(set(network_colours.colours_of(pair).values())) == 2


def test_list_and_comparison_show_what_differs_and_ids_stay_in_the_address(app: AppTest, make: Make) -> None:
    make("classic-20260131-104201", epochs=5)
    app.run()
    called = f"classic, 5 epochs, {NOW:%H:%M}"
    assert any(option.startswith(f"{called} · 98.23\u00a0%") for option in app.selectbox(key="run").options)
    app.toggle(key="compare").set_value(True).run()
    before = {network["name"]: network["colour"] for network in answer_data(app)["networks"]}
    app.selectbox(key="other_run").select("classic-20260131-104201").run()
    after = {network["name"]: network["colour"] for network in answer_data(app)["networks"]}
    assert list(after) == ["robust", called] and after["robust"] == before["robust"] != after[called]
    assert app.query_params["other_run"] == "classic-20260131-104201"
    app.session_state["tab"], app.session_state["training_view"] = "training", "compare"
    app.selectbox(key="run").select("classic-20260131-104201").run()
    assert list(app.dataframe[0].value["network"]) == [called, "classic"] and not app.exception
    assert app.query_params["run"] == "classic-20260131-104201"


def test_that_there_was_no_test_is_never_cut_off() -> None:
    config = TrainConfig(epochs=3, seed=7, dropout=0.1, weight_decay=0.5, leave_out=(4, 7), test_on="training")
    assert settings_of(config).startswith("classic, tested on training images, ")
    assert set_otherwise(config).startswith("tested on training images, ") and "without 4,7" in set_otherwise(config)
