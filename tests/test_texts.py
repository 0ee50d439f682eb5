"""The table of texts: complete, used, free of markup, and understood in another language."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from mnist_demo.classroom.rights import Action
from mnist_demo.config import ROOT, TASKS, TrainConfig
from mnist_demo.images.distortion import DISTORTIONS, ROBUSTNESS
from mnist_demo.jobs.ready_made import READY_MADE
from mnist_demo.texts import name_of, say, table
from mnist_demo.ui import glossary, names
from mnist_demo.ui.address import CLASS_VIEWS, DIGIT_CHOICES, INSIDE_VIEWS, PARTS, TABS, TRAINING_VIEWS
from mnist_demo.ui.inside.layers import component as layers
from mnist_demo.ui.keyboard import component as keyboard
from mnist_demo.ui.photo import picker
from mnist_demo.ui.school.wall import component as wall
from mnist_demo.ui.training import classes, compare, downloads, mistakes, overview
from mnist_demo.ui.training_form import GROUPS
from mnist_demo.wording import DESCRIBED

ENGLISH = table.texts("en")
FILES = [*(ROOT / "mnist_demo").rglob("*.py"), ROOT / "streamlit_app.py"]
LITERALS = {
    node.value
    for path in FILES
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(node, ast.Constant) and isinstance(node.value, str)
}
CALLS = [
    node
    for path in FILES
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say"
]
HELP = {meaning for _, _, meaning in compare.FORMATS.values()}
FIGURES = {*compare.FIGURES, *HELP, "network", "parameters", "seconds", "difference"}
STEPS = ("photo", "light", "ink", "crop", "scale", "center")
MADE = {
    "tab.{}": TABS, "training.view.{}": TRAINING_VIEWS, "inside.view.{}": INSIDE_VIEWS, "part.{}": PARTS,
    "draw.reads_{}": DIGIT_CHOICES, "photo.{}": {*picker.WORDS, *picker.REFUSALS},
    "link.form.{}": ("page", "presentation", "embed"), "settings.group.{}": GROUPS,
    "setting.{}.label": TrainConfig.model_fields,
    "setting.{}.changed": TrainConfig.model_fields, "setting.{}.description": TrainConfig.model_fields,
    "watch.kind.{}": ("server", "worker"),
    "watch.column.{}": ("program", "host", "visitors", "jobs", "memory", "free", "heard"),
    "allowed.{}": ("whole", "number", "number_below", *DESCRIBED), "step.{}.title": STEPS,
    "step.{}.sentence": STEPS, "distortion.{}.label": DISTORTIONS,
    "distortion.{}.axis": ROBUSTNESS, "format.{}.label": downloads.KINDS, "format.{}.sentence": downloads.KINDS,
    "chart.{}": (
        "training", "validation", "loss", "accuracy", "epoch", "network", "line", "amount", "images", "count", "stage",
        "answer", "probability", "confidence", "true", "predicted",
        "read_right_axis", "drawings", "threshold", "share", "test", "value", "seed",
    ),
    "training.album.{}": ("right", "wrong"), "training.classes.column.{}": ("class", *classes.SHARES, "support"),
    "training.classes.help.{}": classes.SHARES, "training.compare.column.{}": FIGURES,
    "training.mistakes.{}": ("true", "predicted", "right", *mistakes.KINDS.values()),
    "training.mistakes.none{}": ("", "_of", "_as", "_of_as"),
    "glossary.{}.word": glossary.WORDS, "glossary.{}.meaning": glossary.WORDS,
    "training.overview.{}": ("loss", "accuracy", *overview.MEANINGS, "time"),
    "training.overview.no_{}": ("test_accuracy", "test_loss"),
    "training.mistakes.sure_kind.{}": ("all", "confident", "doubtful"),
    "answer.{}": ("right", "wrong", "no_answer"), "subject.judged.{}": ("right", "wrong", "no_answer"),
    "experiments.axis.{}": ("images", "leave_out"), "experiments.column.{}": ("test_accuracy", "mistakes", "mix_up"),
    "training.unsure.{}": ("here", "own"), "training.unsure.{}_without_answers": ("here", "own"),
    "training.overview.column.{}": overview.COLUMNS,
    "inside.way.{}": layers.WORDS, "inside.neuron.{}": ("tanh", "sigmoid"), "task.{}.name": TASKS,
    "keyboard.{}": keyboard.WORDS, "keyboard.{}.keys": keyboard.SHORTCUTS, "keyboard.{}.does": keyboard.SHORTCUTS,
    "spoken.{}": ("finished", "failed", "cancelled"),
    "wall.{}": wall.WORDS, "wall.view.{}": CLASS_VIEWS,
    "before_after.column.{}": ("who", "after", "change", "count"), "before_after.who.{}": ("new", "learned", "mnist"),
    "before_after.verdict.{}": ("better", "worse", "open"),
    "reading_us.column.{}": ("network", "share", "between", "right"),
    "refusal.{}": [action.value for action in Action], "task.{}.question": TASKS,
    "task.parity.class.{}": TASKS["parity"].classes,
    "ready_made.{}.question": READY_MADE, "ready_made.{}.hint": READY_MADE,
    "ask.right.{}": ("both", "class_alone", "network_alone", "none"),
}  # fmt: skip
"""The ids that code makes of a pattern and an id of something else."""


def identifiers() -> set[str]:
    """All ids that code asks for."""
    return {pattern.format(name) for pattern, choices in MADE.items() for name in choices} | {
        value for value in LITERALS if re.fullmatch(r"[a-z_]+(\.[a-z_0-9]+)+", value) and value.split(".")[0] in areas()
    }


def areas() -> set[str]:
    return {identifier.split(".")[0] for identifier in ENGLISH}


def without_form(identifier: str) -> str:
    return re.sub(r"\.(one|other)$", "", identifier)


def test_every_id_in_the_code_has_a_text() -> None:
    literal = {call.args[0].value for call in CALLS if isinstance(call.args[0], ast.Constant)}
    made = {pattern.format(name) for pattern, choices in MADE.items() for name in choices}
    assert (literal | made) - {without_form(identifier) for identifier in ENGLISH} == set()


def test_every_pattern_in_the_code_is_known() -> None:
    patterns = {
        "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in call.args[0].values)
        for call in CALLS
        if isinstance(call.args[0], ast.JoinedStr)
    }
    assert patterns - MADE.keys() == set() and len(patterns) > 15


def test_every_text_is_used() -> None:
    assert {without_form(identifier) for identifier in ENGLISH} - identifiers() == set()


def test_places_of_a_call_are_those_of_the_text() -> None:
    for call in CALLS:
        if not isinstance(call.args[0], ast.Constant) or any(keyword.arg is None for keyword in call.keywords):
            continue
        if not call.keywords:  # JavaScript fills in the places
            continue
        identifier, given = call.args[0].value, {keyword.arg for keyword in call.keywords}
        texts = [text for name, text in ENGLISH.items() if without_form(name) == identifier]
        wanted = set().union(*map(table.places_of, texts))
        assert given - wanted <= {"count"} and wanted <= given, identifier


@pytest.mark.parametrize(("identifier", "text"), ENGLISH.items())
def test_a_text_is_a_text(identifier: str, text: str) -> None:
    assert text.strip() == text != ""
    assert not re.search(r"<[a-z/]|&[a-z]+;", text)


def test_plurals_come_in_pairs_and_are_chosen_by_the_count() -> None:
    assert {name.removesuffix(".one") for name in ENGLISH if name.endswith(".one")} == {
        name.removesuffix(".other") for name in ENGLISH if name.endswith(".other")
    }
    assert say("training.overview.epochs", count=1) == "1 epoch"
    assert say("training.overview.epochs", count=12) == "12 epochs"


def test_a_text_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("kitchen.sink")


def test_what_was_added_without_texts_is_called_by_its_id() -> None:
    assert names.task_name("seven") == "seven" and names.task_question("seven") == ""
    assert name_of("task.parity.class.odd", "?") == "odd"


def test_another_language_falls_back_to_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "de.toml"
    path.write_text(
        '[tab]\ndraw = "Zeichnen"\n[news]\nnew = "Neu: {netz}"\n[kitchen]\nsink = "Spüle"\n'
        '[training.overview.epochs]\none = "{count} Epoche"\nother = "{count} Epochen"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(table, "LANGUAGE", str(path))
    assert say("tab.draw") == "Zeichnen" and say("tab.training") == "Training"
    assert say("news.new", network="fresh") == "There is a new network, fresh."  # its place has another name
    assert say("training.overview.epochs", count=2) == "2 Epochen"
    with pytest.raises(KeyError):
        say("kitchen.sink")


@pytest.mark.parametrize("content", [None, "no table", "[tab]\ndraw = 3\n", "\xff"])
def test_a_language_that_cannot_be_read_is_english(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "xx.toml"
    if content is not None:
        path.write_bytes(content.encode("latin-1"))
    monkeypatch.setattr(table, "LANGUAGE", str(path))
    assert say("tab.draw") == "Draw"
    assert len(caplog.records) == 1 and "MNIST_DRAW_LANGUAGE" in caplog.text
