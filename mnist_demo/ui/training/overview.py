"""The chosen run at a glance: figures, curves and files, and a table of all runs."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import streamlit as st

from mnist_demo.config import DEFAULT_TASK
from mnist_demo.runs.store import DamagedRun, Run, RunError, delete_run
from mnist_demo.ui import resources, vega
from mnist_demo.ui.state import DELETE, DELETE_DAMAGED, DOWNLOAD, Key
from mnist_demo.ui.training import downloads
from mnist_demo.wording import differences


def show(run: Run) -> None:
    """Figures, curves and files of the chosen run, and a table of all runs."""
    _show_figures(run)
    _show_curves(run)
    _show_files(run)
    _show_all_runs()


def _show_figures(run: Run) -> None:
    metrics = run.metrics
    figures = {
        "Test accuracy": f"{metrics['test_accuracy']:.2%}",
        "Test loss": f"{metrics['test_loss']:.4f}",
        "Validation accuracy": f"{metrics['validation_accuracy']:.2%}",
        "Parameters": f"{metrics['parameters']:,}",
        "Training time": f"{metrics['seconds']:.0f} s",
    }
    with st.container(horizontal=True, key="figures"):
        for label, value in figures.items():
            st.metric(label, value)
    st.caption(f"{_summary(run)}  \n{_beside_preset(run)}")


def _summary(run: Run) -> str:
    config = run.config
    parts = [
        "-".join(map(str, (784, *config.hidden_layers, run.task.outputs))) + f", {config.activation}",
        f"{config.optimizer}, {config.schedule} learning rate {config.learning_rate:g}, batch size {config.batch_size}",
        _epochs(run),
    ]
    if config.task != DEFAULT_TASK:
        parts.insert(0, " or ".join(run.task.classes))
    if config.is_mixed:
        parts.append(f"with {config.strokes:,} drawn digits, {config.doodles:,} doodles, images varied")
    if run.threshold:
        parts.append(f"says “not sure” below {run.threshold:.0%}, chosen on images kept aside")
    return f"**{run.name}**: {'; '.join(parts)}"


def _epochs(run: Run) -> str:
    done = len(run.history["loss"])
    epochs = "1 epoch" if done == 1 else f"{done} epochs"
    return epochs if run.epoch == done else f"{epochs}, of which number {run.epoch} was the best"


def _beside_preset(run: Run) -> str:
    """The preset that the run began with, and all that was set otherwise."""
    changed = _set_otherwise(run)
    return f"Preset {run.config.preset}{f' with {changed}' if changed else ' as it is'}"


def _set_otherwise(run: Run) -> str:
    """What was set unlike the preset, as "batch size 100, seed 7", so that no two runs look alike that are not."""
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in differences(run.config).items())


def _show_curves(run: Run) -> None:
    for column, key in zip(st.columns(2), ("loss", "accuracy"), strict=True):
        with column.container(key=f"curves_{key}"):
            st.subheader(key.capitalize(), anchor=False)
            st.vega_lite_chart(vega.training_curves(run.history, key))


def _show_files(run: Run) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _download(run, "curves.png", "image/png", "Curves as a picture")
        _download(run, "model.keras", "application/octet-stream", "Network for Keras")
        downloads.show(run)
        if not run.is_shipped:
            with st.popover("Delete this run", icon=":material/delete:"):
                st.write(f"{run.name} and its files will be gone for everyone.")
                _offer_deletion(run, "Delete for good", DELETE, type="primary")


def _download(run: Run, file: str, mime: str, label: str) -> None:
    path = run.path / file
    if path.is_file():
        st.download_button(
            label, path.read_bytes, f"{run.name}-{file}", mime, **DOWNLOAD.of(file=file).widget(),
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    else:
        st.caption(f"{file} is missing in {run.name}")


def _offer_deletion(run: Run | DamagedRun, label: str, key: Key, **look) -> None:
    if st.button(label, **key.widget(), on_click=_delete, args=(run,), **look):
        st.rerun()  # the whole page: the sidebar lists the runs too


def _delete(run: Run | DamagedRun) -> None:
    try:
        delete_run(run)
        st.toast(f"Deleted {run.name}")
    except (RunError, OSError) as error:
        st.toast(f"Not deleted: {error}", icon=":material/error:")


def _show_all_runs() -> None:
    st.subheader("All trained networks", anchor=False)
    rows = [
        {
            "run": run.name,
            "test accuracy": run.metrics["test_accuracy"],
            "preset": run.config.preset,
            "set otherwise": _set_otherwise(run),
            "parameters": run.metrics["parameters"],
            "epochs": len(run.history["loss"]),
            "seconds": run.metrics["seconds"],
            "trained": _date(run),
        }
        for run in resources.runs()
    ]
    accuracy = st.column_config.NumberColumn(format="percent")
    st.dataframe(pd.DataFrame(rows), hide_index=True, column_config={"test accuracy": accuracy}, key="runs")
    for damaged in resources.damaged_runs():
        st.warning(f"Unusable: {damaged.problem}", icon=":material/folder_off:")
        _offer_deletion(damaged, f"Delete {damaged.name}", DELETE_DAMAGED.of(folder=damaged.name))


def _date(run: Run) -> str:
    try:
        return f"{datetime.fromisoformat(str(run.metrics['date'])):%Y-%m-%d %H:%M}"
    except (KeyError, ValueError):
        return ""
