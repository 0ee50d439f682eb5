"""How well each network reads the class: shares with how sure they are, the matrix, the mistakes, the people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.evaluation import TestResult, interval
from mnist_demo.numbers import in_percent
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import gallery, resources, vega
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.names import class_names
from mnist_demo.ui.network_names import network_name
from mnist_demo.ui.school.certainty import share_by_contributor
from mnist_demo.ui.state import OUR_MATRIX, PAGE, READ_WRONG, SPREAD

if TYPE_CHECKING:
    from mnist_demo.classroom.class_list import SchoolClass
    from mnist_demo.classroom.drawings import LabelledSet

TASK = "digits"
AT_ONCE = 24
"""Mistakes on a page."""


def show(joined: SchoolClass, run: Run) -> None:
    """All networks that read digits, then the one in use (ClassroomError where the database is gone)."""
    runs = [each for each in resources.runs_to_choose(run.name) if each.config.task == TASK]
    drawn = resources.class_set(joined.id, joined.revision)
    if not len(drawn.labels) or not runs:
        st.info(say("reading_us.nothing") if runs else say("reading_us.no_network"), icon=":material/draw:")
        return
    results = {each.name: resources.read_by(each, joined.id, joined.revision) for each in runs}
    _show_shares(results)
    shown = run if run.name in results else runs[0]
    st.subheader(say("reading_us.of", network=plain(network_name(shown.name))), anchor=False)
    _show_one(shown, drawn, results[shown.name])


def _show_shares(results: dict[str, TestResult]) -> None:
    best_first = sorted(results, key=lambda name: -results[name].accuracy)
    table = pd.DataFrame([_row(name, results[name]) for name in best_first])
    columns = {name: st.column_config.Column(say(f"reading_us.column.{name}")) for name in table}
    st.dataframe(table, hide_index=True, column_config=columns, height="content", key="our_networks")
    st.caption(say("reading_us.sure"))


def _row(name: str, result: TestResult) -> dict[str, str]:
    count, right = len(result.labels), int(result.is_right.sum())
    low, high = interval(right, count)
    between = say("reading_us.between", low=in_percent(low, 0), high=in_percent(high, 0))
    return {
        "network": network_name(name),
        "share": in_percent(right / count, 0),
        "between": between,
        "right": say("reading_us.right", right=right, count=count),
    }


def _show_one(run: Run, drawn: LabelledSet, result: TestResult) -> None:
    left, right = st.columns([5, 4], gap="medium")
    with left:
        spec = vega.matrix_chart(result.confusion_matrix, class_names(run.task), theme=st.context.theme.type or "light")
        st.vega_lite_chart(spec | {"description": say("chart.about.our_matrix")}, **OUR_MATRIX.widget())
    with right:
        _show_spread(drawn, result)
        _show_mistakes(run, drawn, result)


def _show_spread(drawn: LabelledSet, result: TestResult) -> None:
    shares, counts = share_by_contributor(result.is_right, drawn.contributors)
    if len(shares) < 2:  # one person's figure is nobody else's business, and no spread
        return
    st.markdown(say("reading_us.spread"))
    st.vega_lite_chart(vega.spread_chart(shares, counts), **SPREAD.widget())


def _show_mistakes(run: Run, drawn: LabelledSet, result: TestResult) -> None:
    wrong = result.mistakes()
    st.markdown(say("reading_us.mistakes", count=len(wrong)) if len(wrong) else say("reading_us.no_mistakes"))
    pages, number = -(-len(wrong) // AT_ONCE), PAGE.of(gallery=f"our-{run.name}")
    page = st.pagination(pages, **number.widget()) if pages > 1 else 1
    pictures = [_picture(run, drawn, result, int(at)) for at in wrong[(page - 1) * AT_ONCE : page * AT_ONCE]]
    if pictures:
        gallery.show(pictures, READ_WRONG, size=84, label=say("reading_us.mistakes_label"))


def _picture(run: Run, drawn: LabelledSet, result: TestResult, at: int) -> gallery.Picture:
    names = class_names(run.task)
    caption = say("reading_us.mistake", true=names[drawn.labels[at]], predicted=names[int(result.predictions[at])])
    ink: np.ndarray = scale_pixels(drawn.images[at])
    return gallery.Picture(str(drawn.ids[at]), ink, caption, caption)
