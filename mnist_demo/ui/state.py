"""What the session of one visitor holds: every key, its type, its default, and whether it stands in the address.

The only module that touches `st.session_state`. A widget owns its key, too: it stands here like all others, and the
widget gets it by `**KEY.widget()`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import streamlit as st

from mnist_demo.config import TrainConfig
from mnist_demo.images.distortion import DISTORTIONS

if TYPE_CHECKING:
    from mnist_demo.classroom.class_list import SchoolClass
    from mnist_demo.images.pen import Stroke
    from mnist_demo.network.several import FoundDigit
    from mnist_demo.ui.news import News
    from mnist_demo.ui.photo.reading import Photo
    from mnist_demo.ui.school.questions import Asked
    from mnist_demo.ui.subject import Subject

T = TypeVar("T")


class InAddress(Enum):
    """Whether, and by whom, a value is written into the address, under the name of its key."""

    NO = 0
    AS_VALUE = 1
    """By Streamlit, which can where the widget's value is not a text for people: a number, a switch, a run's name."""
    AS_ID = 2
    """By `address`: an id, where the widget shows a text, or what several widgets or none hold."""


@dataclass(frozen=True)
class Key(Generic[T]):
    """One entry of the session; it has its default until something is set."""

    name: str
    default: T
    in_address: InAddress = InAddress.NO

    def get(self) -> T:
        """What the session holds; of a widget its value, of a component what it sent."""
        value: T = st.session_state.get(self.name, self.default)
        return value

    def set(self, value: T) -> None:
        """Put a value into the session; that of a widget before it is shown, or in a callback."""
        st.session_state[self.name] = value

    def settle(self) -> T:
        """As `get`, but a default is put into the session: for widgets that take their value from there alone."""
        value: T = st.session_state.setdefault(self.name, self.default)
        return value

    def pop(self) -> T:
        """What the session holds, which is the default from now on."""
        value: T = st.session_state.pop(self.name, self.default)
        return value

    def widget(self) -> dict[str, Any]:
        """The arguments of the widget, or the component, that owns this key."""
        return {"key": self.name, **({"bind": "query-params"} if self.in_address is InAddress.AS_VALUE else {})}


@dataclass(frozen=True)
class Family(Generic[T]):
    """Keys of one kind, one for each run, preset or sheet: `Family("epoch-{run}", 0).of(run="classic")`."""

    pattern: str
    default: T

    def of(self, **places: object) -> Key[T]:
        """The key with these names in its places."""
        name = self.pattern.format(**places).replace("__", "--")  # Streamlit refuses "__", which a run's name may have
        return Key(name, self.default)

    def has(self, name: str) -> bool:
        """Whether a key of this name is one of these."""
        return re.fullmatch(re.sub(r"\\{\w+\\}", ".+", re.escape(self.pattern)), name) is not None


def is_declared(name: str) -> bool:
    """Whether this module declares a key of this name."""
    return any(entry.has(name) if isinstance(entry, Family) else entry.name == name for entry in declared())


def declared() -> list[Key[Any] | Family[Any]]:
    """All that this module declares."""
    groups = [value.values() if isinstance(value, dict) else [value] for value in globals().values()]
    return [entry for group in groups for entry in group if isinstance(entry, Key | Family)]


# The page.
PRESSED: Key[set[tuple[str, object]] | None] = Key("pressed", None)
"""Buttons that were pressed and have not been shown since: their keys, and what they are about; of `pressing` alone."""
RUN: Key[str | None] = Key("run", None, InAddress.AS_ID)
"""The run in use; `network_in_use` alone sets it."""
LOST: Key[tuple[str, str | None] | None] = Key("lost_run", None)
"""The run that was in use until it was deleted or damaged, and the one that is used in its place."""
DELETED_HERE: Key[str | None] = Key("deleted_here", None)
"""The run in use that this page has just deleted itself."""
DELETED: Key[tuple[str, bool] | None] = Key("deleted", None)
"""The run that this page has just deleted, and whether it was in use, until the page has said so."""
TAB: Key[str] = Key("tab", "draw", InAddress.AS_ID)
TABS_WIDGET: Key[str] = Key("tabs", "")
"""The label of the open tab, which is what Streamlit knows it by; `tabs` alone uses it."""
CLASS_CODE: Key[str] = Key("class", "", InAddress.AS_ID)
"""The code of the class that this page has joined."""
CONTRIBUTOR: Key[str] = Key("contributor", "")
"""The random name of this visit, under which it gives drawings and votes."""
ADDRESS_PROBLEMS: Key[list[str] | None] = Key("address_problems", None)
"""What was wrong with the address, in sentences; None until the page has been opened."""
FORGET_PROBLEMS = Key("forget", False)
CONNECTION: Key[Any] = Key("connection", None)
LEAVE_PRESENTATION = Key("leave", False)
REVEAL = Key("reveal", False)
REVEALED_SHEET: Key[tuple[str, int] | None] = Key("revealed", None)
"""What was read when somebody asked to see the answer, one of `address.DIGIT_CHOICES`, and its number."""

# The sidebar: retraining, and the news of it.
PRESET = Key("preset", "")
TASK = Key("task", "")
SETTINGS: dict[str, Family[Any]] = {name: Family(name + "-{preset}", None) for name in TrainConfig.model_fields}
"""What was set in each field of the form, for each preset; for `learning_rate` the place holds the optimizer, too."""
SINGLE_ENCODING = Key("encoding-single", "integer")
MORE_SETTINGS = Key("more_settings", False)
RUN_NAME = Key("name", "")
IS_NAME_USED = Key("is_name_used", False)
RETRAIN = Key("retrain", False)
CANCEL = Key("cancel", False)
QUEUE_OPEN = Key("queue_open", False)
TAKE_OUT = Family("take_out-{number}", False)
MOVE_UP = Family("move_up-{number}", False)
TOKEN: Key[str | None] = Key("token", None)
"""What the browser's tab keeps, so that it is known again as the one that asked for a training."""
TAB_MEMORY: Key[dict[str, Any]] = Key("tab_memory", {})
"""What the tab tells of what it kept: that token, and the teacher's key."""
CANCELLED = Key("cancelled", 0)
"""The number of the training that this page cancelled last."""
KNOWN_TRAINING: Key[int | None] = Key("known_job", None)
"""The training that ended last, as far as this page knows; None before it has looked."""
NEWS: Key[News | None] = Key("news", None)
USE_NEW = Family("use_new-{place}", False)
NEWS_READ = Key("news_read", False)
SPOKEN: Key[Any] = Key("spoken_text", {})
"""What screen readers are told of a training; the component sends nothing."""
SEAT = Key("seat", "none")
"""Whether this tab has the teacher's seat: "none", "taken", or what took it away, "refused" or "left"."""
SHOWN_KEY = Key("shown_key", "")
"""The teacher's key that this tab has shown; `seat` compares it with the server's each time."""
LEAVE_SEAT = Key("leave_seat", False)
WATCH = Key("watch", False)
PRESENT = Key("present", False)
LINK = Key("link", False)
LINK_FORM = Key("link_form", "page")
LINK_HIDE: Key[list[str]] = Key("link_hide", [])

# Draw.
DIGITS = Key("digits", "one", InAddress.AS_ID)
"""What Draw reads, one of `address.DIGIT_CHOICES`."""
BRUSHES = range(12, 45, 4)
"""The widths of the pen to choose from, in pixels of the canvas."""
BRUSH = Key("brush", 24, InAddress.AS_VALUE)
"""In MNIST a stroke is about a tenth as wide as its digit is high."""
VISIT = Key("visit", "")
"""A word that tells this visitor's time with the server from the next, which begins when the page is loaded again."""
SHEET = Key("sheet", 0)
"""Counts the sheets of this visitor."""
SHEET_SIZE: Key[tuple[int, int] | None] = Key("sheet_size", None)
"""Width and height of that sheet in pixels; None before there is one."""
CANVAS: Family[Any] = Family("canvas-{sheet}", None)
"""What the canvas sent for a sheet."""
PREPARED: Key[tuple[int, Sequence[Stroke]]] = Key("prepared", (-1, ()))
"""A sheet and the drawing that it began with."""
EXAMPLE_ON_SHEET: Key[tuple[int, int | None]] = Key("test_image", (-1, None))
"""A sheet and the test image that was laid on it."""
CLEAR = Key("clear", False)
SHOW_EXAMPLE = Key("example", False)
IS_COMPARING = Key("compare", False, InAddress.AS_VALUE)
OTHER_RUN: Key[str | None] = Key("other_run", None, InAddress.AS_ID)
LOST_OTHER: Key[tuple[str, str | None] | None] = Key("lost_other_run", None)
"""The same as `LOST`, of the second network."""
STEPS = Key("steps", False, InAddress.AS_VALUE)
KEYBOARD: Key[Any] = Key("keyboard", {})
"""What was typed on the page, outside of all fields."""
OPEN_UNSURE = Key("open_unsure", False)
ANSWER: Key[dict[str, Any]] = Key("answer", {})
ANSWER_INSIDE: Key[dict[str, Any]] = Key("answer_inside", {})
ANSWER_THEN: Key[dict[str, Any]] = Key("answer_then", {})
"""The answers on Draw, in Look inside and in the timeline; their components send nothing."""
ANSWER_TO_SEVERAL: Key[dict[str, Any]] = Key("answer_to_several", {})
"""That on Draw to several digits; it sends a place in the one that is to be looked at."""
CHOSEN_PLACE: Key[tuple[tuple[int, int], tuple[float, float]]] = Key("chosen_place", ((-1, 0), (0.0, 0.0)))
"""A sheet and how many strokes it has, and a place in the digit that is looked at as long as that is so."""

# A photo in the place of the sheet.
PHOTO: Key[Photo | None] = Key("photo", None)
PHOTO_NUMBER = Key("photo_number", 0)
"""Counts the photos of this visitor, and the times that there was none any more."""
PHOTO_FILE: Family[Any] = Family("photo_file-{number}", None)
PHOTO_PICKER: Key[Any] = Key("photo_picker", None)
"""Why a file did not come."""
PHOTO_PROBLEM = Key("photo_problem", "")
"""Why there is no photo, in a sentence, until there is one."""
FOUND_DIGITS: Key[tuple[Photo, str, list[FoundDigit]] | None] = Key("found_digits", None)
"""The digits on a photo as a network read them, which is known by the digest of its file."""
PHOTO_BOXES: Key[Any] = Key("photo_boxes", None)
"""The number of the digit that was clicked on."""
PLACE_ON_PHOTO: Key[tuple[float, float] | None] = Key("place_on_photo", None)
"""Where the one among several that is looked at lies: x and y in the pixels of what was read."""
SPOKEN_PHOTO: Key[Any] = Key("spoken_photo", {})
"""What screen readers are told of a photo; the component sends nothing."""

# Predict first, and "Trick it".
ASK_CLASS = Family("ask_class-{place}", False)
ASKED: Key[Asked | None] = Key("asked", None)
"""The question that this page asked last, with what is told of it only once it is shown."""
OPEN_QUESTION = Key("open_question", 0)
"""The question whose answer this page must not show yet, as a teacher's does not; 0 where there is none."""
SEEN_QUESTION = Key("seen_question", 0)
"""The question that this page has seen while it was open, so that it shows the result as well."""
MY_VOTE: Key[tuple[str, int, int | None]] = Key("my_vote", ("", 0, None))
"""What this page voted last: on a "question" or a "trick", its number, and the digit, None for "not sure"."""
BALLOT = Family("ballot-{place}-{answer}", False)
VOTE_PROBLEM = Key("vote_problem", "")
"""Why what was pressed last in a vote did nothing, in a sentence."""
SHOW_VOTES = Key("show_votes", False)
TAKE_BACK_QUESTION = Key("take_back_question", False)
TRUE_DIGIT: Family[int | None] = Family("true_digit-{question}", None)
START_AGAIN = Key("start_again", False)
PUT_AWAY = Key("put_away", False)
PROPOSE_TRICK = Key("propose_trick", False)
JUDGED: Key[frozenset[int]] = Key("judged", frozenset())
"""The tricks that this page has judged."""
REMOVE_TRICK = Family("remove_trick-{trick}", False)

# What is looked at.
DRAWN: Key[Subject | None] = Key("drawn", None)
"""What the Draw tab shows."""
PICKED: Key[int | None] = Key("picked", None)
"""The test image that somebody picked, until they draw again."""

# Our digits.
CLASS_VIEW = Key("class_view", "wall", InAddress.AS_ID)
WALL: Key[Any] = Key("wall", None)
"""What the wall sends: what it has, and what somebody did with a drawing."""
WALL_PROBLEM = Key("wall_problem", "")
"""Why that was not done, until something else is."""
READ_WRONG: Key[Any] = Key("read_wrong", None)
SPREAD: Key[Any] = Key("spread", None)
OUR_MATRIX: Key[Any] = Key("our_matrix", None)
OUR_START = Key("our_start", "further")
OUR_SHARE = Key("our_share", 25)
"""Percent of the class's drawings in what is learned from."""
LEARN_FROM_US = Key("learn_from_us", False)
LEARNED_RUN: Key[str | None] = Key("learned_run", None)
"""The network whose before and after is shown."""
CHANGED_SIDES: Key[Any] = Key("changed_sides", None)
PACK = Key("pack", False)
PACKED: Key[tuple[int, int, bytes] | None] = Key("packed", None)
"""A zip, with the class and its revision that it was made of."""
DOWNLOAD_PACKED = Key("download_packed", False)
READ_IN: Family[Any] = Family("read_in-{number}", None)
READ_IN_NUMBER = Key("read_in_number", 0)
"""Counts the files that were read in, or were none: each gets a fresh field."""
READ_IN_RESULT: Key[tuple[bool, str] | None] = Key("read_in_result", None)
"""Whether the last one was read in, and the sentence about it."""
ERASE = Key("erase", False)
ERASING = Key("erasing", 0)
"""The id of the class about which somebody is asked whether it shall be erased."""
ERASE_REALLY = Key("erase_really", False)
KEEP = Key("keep", False)
BELONGINGS_PROBLEM = Key("belongings_problem", "")
"""Why something was not done, until the page has said so."""
MEMBER_OF: Key[tuple[int, str, str] | None] = Key("member_of", None)
"""The class that the page last belonged to: its id, code and name."""
ERASED: Key[tuple[str, bool] | None] = Key("erased", None)
"""The name of the class that is erased, and whether its file is clean, until the page joins another."""

# Training.
TRAINING_VIEW = Key("training_view", "overview", InAddress.AS_ID)
EXPORT_FORMAT = Key("export_format", "page")
EXPORT = Key("export_make", False)
EXPORTED: Key[tuple[Any, str] | None] = Key("exported", None)
"""The folder of the run, and the format, of the file that is offered."""
DOWNLOAD_EXPORT = Key("export_download", False)
DOWNLOAD = Family("download-{file}", False)
DELETE = Key("delete", False)
DELETE_DAMAGED = Family("delete-{folder}", False)
EVALUATE = Family("evaluate-{run}", False)
TRUE_CLASS: Key[int | str] = Key("mistakes_true", "any")
ANSWERED_CLASS: Key[int | str] = Key("mistakes_said", "any")
"""The two filters of the mistakes, each the number of a class or "any"; a click on a cell of the matrix sets them."""
ALL_MISTAKES = Key("all_mistakes", False)
MATRIX: Family[Any] = Family("confusion-{number}", None)
MATRICES = Key("confusion_charts", 0)
"""Counts the charts that were put in place of one with a click in it."""
REVEAL_MISTAKES = Key("reveal_mistakes", False)
"""Whether somebody has just clicked on a cell."""
MISTAKES: Family[Any] = Family("mistakes-{run}-{true}-{answered}-{sure}", None)
MISTAKES_SURE = Key("mistakes_sure", "all")
"""Which mistakes are listed: all, the confident ones, or those that the app would answer with "?"."""
DISAGREEMENT: Family[Any] = Family("disagreement-{right}-{wrong}", None)
PAGE = Family("{gallery}-page", 1)
RIGHT_RUN = Family("right-{runs}", "")
WRONG_RUN = Family("wrong-{runs}-{right}", "")
COMPARED: Family[list[str]] = Family("compared-{run}", [])
LOST_COMPARED: Family[tuple[str, ...]] = Family("lost-compared-{run}", ())
"""Those that were compared until they were deleted or damaged."""
EPOCH = Family("epoch-{run}", 0)
SPECIMENS: Key[Any] = Key("specimens", None)
SPECIMEN: Key[str] = Key("specimen", "")
"""The image that is taken through the timeline, by its id in the gallery."""

EXPERIMENT = Key("experiment", "", InAddress.AS_ID)
"""The name of the one that is shown; empty for the newest."""
OTHER_EXPERIMENT: Key[str | None] = Key("other_experiment", None)
"""The one whose line is drawn beside it."""
PLANNING = Key("planning", False)
"""Whether somebody makes a new one."""
NEW_EXPERIMENT = Key("new_experiment", False)
SHOW_EXPERIMENTS = Key("show_experiments", False)
START_READY_MADE = Family("start_ready_made-{id}", False)
VARIED_SETTING = Key("varied_setting", "images")
VALUES = Family("values-{setting}", "")
THREE_SEEDS = Key("three_seeds", False)
EXPERIMENT_NAME = Key("experiment_name", "")
START_OWN = Key("start_own", False)
EXPERIMENT_PROBLEM = Key("experiment_problem", "")
"""Why one was not started, until the page has said so."""
CANCEL_REST = Key("cancel_rest", False)
USE_TRIAL = Family("use_trial-{run}", False)
ANSWER_OF: Family[dict[str, Any]] = Family("answer_of-{run}", {})
DOWNLOAD_FIGURES = Key("download_figures", False)
DELETE_EXPERIMENT = Key("delete_experiment", False)

UNSURE = Key("unsure", "", InAddress.AS_ID)
"""From which confidence on this page takes an answer for one, as a number in text; empty for each network's own."""
UNSURE_PERCENT = Key("unsure_percent", 0)
UNSURE_BACK = Key("unsure_back", False)

# Look inside.
LOOK = Key("look", "way", InAddress.AS_ID)
SHOWN_LOOK: Key[str | None] = Key("shown_view", None)
"""The view that the page showed last."""
WHY_FOR = Key("why_for", "", InAddress.AS_ID)
WHY_NOT = Key("why_not", "", InAddress.AS_ID)
"""The classes that are compared; empty for the answer and the runner-up, whatever they are."""
RANDOM_IMAGE = Key("random_image", False)
NEXT_IMAGE = Key("next_image", False)
MY_DRAWING = Key("my_drawing", False)
AMOUNTS = {kind: Key(f"break-{kind}", distortion.neutral) for kind, distortion in DISTORTIONS.items()}
"""How much the image is changed in each way."""
SILENT_SHARE = Key("break-share", 0)
"""Of all hidden neurons, in percent."""
SEED = Key("break-seed", 0)
SILENT: Key[frozenset[tuple[str, tuple[int, int]]]] = Key("break-silent", frozenset())
"""The neurons that were switched off one by one: the run's name, and the layer and number in it."""
RESTORE = Key("restore", False)
RESEED = Key("reseed", False)
NEURON: Key[tuple[str | None, tuple[int, int]]] = Key("neuron", (None, (0, 0)))
"""The neuron that was clicked on: the run's name, and the layer and number in it."""
SWITCH = Key("switch", False)
IS_EXCITING_SHOWN = Key("exciting", False)
LAYERS: Key[Any] = Key("layers", None)
INPUTS: Key[Any] = Key("inputs", None)
EXAMPLES: Key[Any] = Key("examples", None)
WEIGHTS: Key[Any] = Key("weights", None)
WEIGHTS_SHOWN = Key("weights_shown", 48)
"""How many pictures; so many more each time somebody asks."""
MORE_WEIGHTS = Key("more_weights", False)

# The class: made, joined, and what is given to it.
JOINED: Key[tuple[str, SchoolClass] | None] = Key("joined", None)
"""A code and its class as it was last read, for as long as the database cannot be reached."""
CLASS_PART = Key("class_part", False)
CLASS_CHOICE: Key[int | None] = Key("class_choice", None)
NEW_CLASS = Key("new_class", "")
MAKE_CLASS = Key("make_class", False)
CLASS_NAME = Key("class_name", "")
CLASS_OPEN = Key("class_open", True)
PUPILS_TRAIN = Key("pupils_train", False)
INVITE = Key("invite", False)
TYPED_CODE = Key("typed_code", "")
JOIN = Key("join", False)
LEAVE_CLASS = Key("leave_class", False)
CLASS_PROBLEM = Key("class_problem", "")
"""Why what was asked of a class was not done, until the page has said so."""
WHAT_IS_KEPT = Key("what_is_kept", False)
WHAT_IS_KEPT_HERE = Key("what_is_kept_here", False)
"""The same button in the sidebar, and below the sheet."""
GIVEN_DIGIT: Key[int | None] = Key("given_digit", None)
GIVE = Key("give", False)
TAKE_BACK = Key("take_back", False)
GIFTS = Key("gifts", 0)
"""How many drawings this page gave that it has not taken back."""
WANTED: Key[tuple[int, int] | None] = Key("wanted", None)
"""A class, by its id, and the digit that it wants next of this page."""
ASKED_SHEET: Key[tuple[object, ...]] = Key("asked_sheet", (-1, 0))
"""The sheet for which that digit was suggested, and the strokes on it where each may be another digit; or a photo, by
its number, and the place of a digit on it."""
SPOKEN_GIFT: Key[Any] = Key("spoken_gift", {})
"""What screen readers are told of giving; the component sends nothing."""
GIFT_NOTE: Key[tuple[tuple[object, ...], str]] = Key("gift_note", ((-1, 0), ""))
"""A sheet and how many strokes it has, or a photo and a place on it; and what is said of giving while that is so."""
