"""A press of a button counts once, for what the button was about, also where the script is cut short before it."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from mnist_demo.ui import pressing
    from mnist_demo.ui.state import RETRAIN

    done = st.session_state.setdefault("done", [])
    if st.session_state.pop("is_cut_short", False):
        st.rerun()
    about = st.session_state.get("about", "first")
    if st.session_state.get("is_shown", True) and pressing.is_pressed("Go", RETRAIN, about):
        done.append(about)
    pressing.forget()


def opened() -> AppTest:
    return AppTest.from_function(page).run()


def press(app: AppTest, **meanwhile: object) -> AppTest:
    """Press the button, after which something else happens on the page before the script has come to it."""
    for name, value in {"is_cut_short": True, **meanwhile}.items():
        app.session_state[name] = value
    return app.button("retrain").click().run()


def done(app: AppTest) -> list[str]:
    found: list[str] = app.session_state["done"]
    return found


def test_a_press_counts_once() -> None:
    app = opened().button("retrain").click().run()
    assert done(app) == ["first"]
    assert done(app.run()) == ["first"]


def test_a_press_counts_where_the_script_is_cut_short_before_its_button() -> None:
    app = press(opened())
    assert done(app) == ["first"]
    assert done(app.run()) == ["first"]


def test_a_press_does_not_count_for_something_else_that_has_taken_its_place() -> None:
    app = press(opened(), about="second")
    assert done(app) == []
    assert done(app.run()) == []


def test_a_press_is_forgotten_where_its_button_is_gone() -> None:
    app = press(opened(), is_shown=False)
    app.session_state["is_shown"] = True
    assert done(app.run()) == []
