"""A photo in the place of the sheet, under AppTest: what the page shows, says and forgets."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from typing import Any

import components
import numpy as np
import pytest
from page import answer, answer_data, answers, html, press
from photographs import photo_of
from PIL import Image
from streamlit.testing.v1 import AppTest

from mnist_demo.classroom.class_list import SchoolClass
from mnist_demo.classroom.room import Classroom
from mnist_demo.config import PLAIN_RUN
from mnist_demo.images.preprocessing import as_pixels
from mnist_demo.network.inference import Network
from mnist_demo.network.several import FoundDigit, read_several
from mnist_demo.ui import resources
from mnist_demo.ui.photo.reading import MOST_MEGABYTES, SHOWN_SIZE, read_upload


@pytest.fixture
def photo_page(app: AppTest) -> AppTest:
    app.segmented_control(key="digits").set_value("photo").run()
    assert not app.exception
    return app


@pytest.fixture
def in_class(photo_page: AppTest, joined: SchoolClass) -> AppTest:
    """The same once it has joined a class."""
    photo_page.session_state["class"] = joined.code
    return photo_page.run()


def send(app: AppTest, content: bytes, name: str = "photo.jpg") -> AppTest:
    """As the browser does with a file that somebody has chosen."""
    app.file_uploader[0].set_value((name, content, "image/jpeg")).run()
    assert not app.exception
    return app


def boxes(app: AppTest) -> dict[str, Any]:
    return components.data(app, "photo_boxes")


def choose(app: AppTest, number: object) -> AppTest:
    """As the browser does when somebody clicks on a box."""
    components.send(app, "photo_boxes", "chosen", number)
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    text: str = components.data(app, "spoken_photo")["text"]
    return text


def headline(app: AppTest) -> str:
    """What stands above the photo."""
    return next(element.value for element in app.markdown if "photo" in element.value)


def texts(app: AppTest) -> str:
    return " ".join(element.value for element in app.markdown)


def has_button(app: AppTest, key: str) -> bool:
    return any(button.key == key for button in app.button)


def read_as(app: AppTest) -> list[int]:
    return [int(np.argmax(each["probabilities"])) for each in boxes(app)["found"]]


def test_the_only_digit_is_looked_at_at_once(photo_page: AppTest) -> None:
    app = send(photo_page, photo_of([7]))
    assert answer(app) == "7" and read_as(app) == [7] and boxes(app)["chosen"] == 0
    assert said(app) == "One digit on the photo: 7"
    assert app.query_params["digits"] == ["photo"] or app.query_params["digits"] == "photo"


def test_of_several_digits_the_chosen_one_is_looked_at(photo_page: AppTest) -> None:
    app = send(photo_page, photo_of([2, 0, 5]))
    assert read_as(app) == [2, 0, 5] and said(app) == "3 digits on the photo: 2, 0, 5"
    assert answer(app) == "?" and answer_data(app)["words"]["empty"] == "Choose a digit on the photo"
    assert boxes(app)["chosen"] is None
    assert headline(app) == "3 digits on the photo: choose one"
    choose(app, 2)
    assert answer(app) == "5" and boxes(app)["chosen"] == 2 and headline(app) == "3 digits on the photo"
    choose(app, 0)
    assert answer(app) == "2"


@pytest.mark.parametrize("nonsense", [3, -1, "1", None, [0], 2.0])
def test_what_no_box_sends_changes_nothing(photo_page: AppTest, nonsense: object) -> None:
    app = choose(send(photo_page, photo_of([2, 0])), nonsense)
    assert boxes(app)["chosen"] is None and answer(app) == "?"


def test_boxes_lie_around_their_digits(photo_page: AppTest) -> None:
    first, second = [each["box"] for each in boxes(send(photo_page, photo_of([1, 1])))["found"]]
    for box, middle in ((first, 1 / 3), (second, 2 / 3)):
        left, top, right, bottom = box
        assert (left + right) / 2 == pytest.approx(middle, abs=0.01)
        assert (top + bottom) / 2 == pytest.approx(0.5, abs=0.02)


def test_the_photo_is_shown_upright_and_small(photo_page: AppTest) -> None:
    file, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6  # the camera was held upright: what it has at the left is the top
    wide = Image.open(io.BytesIO(photo_of([4], (1600, 1200)))).rotate(90, expand=True).rotate(-90, expand=True)
    wide.transpose(Image.Transpose.ROTATE_90).save(file, "JPEG", exif=exif)
    app = send(photo_page, file.getvalue())
    assert answer(app) == "4"
    shown = Image.open(io.BytesIO(base64.b64decode(html(app).split("data:image/jpeg;base64,")[1].split('"')[0])))
    assert shown.size == (SHOWN_SIZE, 750)
    assert boxes(app)["aspect"] == pytest.approx(4 / 3)


def test_the_steps_begin_with_the_photo(photo_page: AppTest) -> None:
    app = send(photo_page, photo_of([7]))
    app.session_state["steps"] = True
    app.run()
    text = " ".join(element.value for element in app.markdown)
    titles = ["Photo", "Light", "Ink", "Crop", "Scale", "Center"]
    assert [title for title in titles if f"{title}** (" in text] == titles
    assert "(28×28)" in text


def test_before_there_is_a_digit_the_steps_say_how_to_come_by_one(photo_page: AppTest) -> None:
    photo_page.session_state["steps"] = True
    photo_page.run()
    sentence = "Take a picture, and choose a digit on it, to see its way to the network."
    assert sentence in [element.value for element in photo_page.caption]
    assert "How a digit on a photo becomes a picture like those of MNIST" in [
        each.label for each in photo_page.expander
    ]


def png_that_claims(width: int, height: int) -> bytes:
    """The head of a PNG of this size, with a checksum that is right, and no pixels."""
    head = b"IHDR" + struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    checked = struct.pack(">I", len(head) - 4) + head + struct.pack(">I", zlib.crc32(head))
    return b"\x89PNG\r\n\x1a\n" + checked + struct.pack(">I", 0) + b"IDAT"


REFUSED = {
    "a text": (b"Dear diary", "This is no picture that can be read"),
    "half a photo": (photo_of([7])[:5000], "This picture is damaged"),
    "51 million pixels": (png_that_claims(10_200, 5_000), "This picture is too large"),
}


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_gets_a_sentence(photo_page: AppTest, content: bytes, sentence: str) -> None:
    send(photo_page, photo_of([7]))
    app = send(photo_page, content)
    assert [box.value for box in app.warning if box.value.startswith(sentence)]
    assert answer(app) == "?" and not components.has(app, "photo_boxes")  # the sentence is not about another photo
    assert answer(send(app, photo_of([3]))) == "3" and not app.warning


def test_paper_without_a_digit_gets_a_sentence(photo_page: AppTest) -> None:
    app = send(photo_page, photo_of([]))
    assert "No digit found" in " ".join(element.value for element in app.markdown)
    assert said(app).startswith("No digit found") and answer(app) == "?"


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("too_large", f"Choose one of at most {MOST_MEGABYTES} MB"),
        ("no_picture", "This is no picture"),
        ("not_sent", "did not arrive"),
    ],
)
def test_what_the_browser_does_not_send_gets_a_sentence(photo_page: AppTest, reason: str, sentence: str) -> None:
    components.send(photo_page, "photo_picker", "refused", reason)
    assert sentence in photo_page.warning[0].value
    components.send(photo_page, "photo_picker", "refused", "<b>because</b>")
    assert sentence in photo_page.warning[0].value and not photo_page.exception


def test_clear_puts_the_photo_away(photo_page: AppTest) -> None:
    app = press(send(photo_page, photo_of([7])), "clear")
    assert answer(app) == "?" and not components.has(app, "photo_boxes") and app.session_state["drawn"] is None
    assert "data:image/jpeg" not in html(app)


def test_a_photo_is_looked_into_as_a_drawing_is(photo_page: AppTest) -> None:
    app = send(photo_page, photo_of([7]))
    app.session_state["tab"] = "inside"
    app.run()
    assert answer(app, "answer_inside") == "7"
    assert "A digit on your photo" in str(answer_data(app, "answer_inside")["remarks"])
    press(app, "random_image")
    assert app.button(key="my_drawing").label == "My photo"
    assert answer(press(app, "my_drawing"), "answer_inside") == "7"


def test_a_digit_on_a_photo_is_given_to_the_class(in_class: AppTest, school: Classroom, joined: SchoolClass) -> None:
    app = send(in_class, photo_of([2, 0]))
    assert not has_button(app, "give")  # nobody knows yet which one
    choose(app, 1)
    assert app.button_group(key="given_digit").value is None
    app.button_group(key="given_digit").set_value(0)
    press(app, "give")
    (entry,) = school.drawings.entries(joined.id)
    assert entry.digit == 0 and entry.picture.strokes == []
    assert np.array_equal(entry.picture.image, as_pixels(app.session_state["drawn"].image))
    assert "Thank you" in texts(app) and boxes(app)["chosen"] == 1
    choose(app, 0)
    assert "Thank you" not in texts(app) and app.button_group(key="given_digit").value is None
    choose(app, 1)
    app.button_group(key="given_digit").set_value(0)
    press(app, "give")
    assert "has this very picture already" in texts(app)
    press(app, "take_back")
    assert school.drawings.entries(joined.id) == []


def test_a_digit_on_a_photo_is_handed_in_as_a_trick(in_class: AppTest, school: Classroom, joined: SchoolClass) -> None:
    app = press(choose(send(in_class, photo_of([2, 0])), 0), "propose_trick")
    (trick,) = school.tricks.all(joined.id)
    assert trick.network_answer == 2 and np.array_equal(trick.image, as_pixels(app.session_state["drawn"].image))


def test_another_network_reads_the_same_photo(photo_page: AppTest) -> None:
    app = choose(send(photo_page, photo_of([2, 0])), 1)
    before = boxes(app)["found"][1]["probabilities"]
    app.session_state["run"] = PLAIN_RUN
    app.toggle(key="compare").set_value(True).run()
    assert boxes(app)["found"][1]["probabilities"] != before and boxes(app)["chosen"] == 1
    assert len(answers(app)) == 2


def read_all_but_first(ink: np.ndarray, network: Network) -> list[FoundDigit]:
    """As a network that takes the first digit for none."""
    return read_several(ink, network)[1:]


def chosen_and_read_anew(photo_page: AppTest, monkeypatch: pytest.MonkeyPatch, number: int) -> AppTest:
    """A digit of three is chosen, and then another network does not find the first one."""
    app = choose(send(photo_page, photo_of([2, 0, 5])), number)
    monkeypatch.setattr("mnist_demo.ui.photo.view.read_several", read_all_but_first)
    app.session_state["run"] = PLAIN_RUN
    return app.run()


def test_a_digit_stays_chosen_in_its_place_whatever_another_network_finds(
    photo_page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = chosen_and_read_anew(photo_page, monkeypatch, 1)
    assert len(boxes(app)["found"]) == 2 and boxes(app)["chosen"] == 0 and answer(app) == "0"


def test_nothing_is_chosen_where_another_network_finds_no_digit(
    photo_page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = chosen_and_read_anew(photo_page, monkeypatch, 0)
    assert boxes(app)["chosen"] is None and answer(app) == "?"


def test_a_photo_is_not_read_again_because_a_training_has_ended(
    photo_page: AppTest, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    read: list[Network] = []
    app = send(photo_page, photo_of([2, 0]))
    monkeypatch.setattr("mnist_demo.ui.photo.view.read_several", lambda ink, network: read.append(network))
    request.getfixturevalue("fresh_run")
    app.run()
    assert not app.exception and read == [] and read_as(app) == [2, 0]


def test_what_a_lesson_covers_is_not_on_the_page(photo_page: AppTest) -> None:
    photo_page.query_params["hide"] = "answer"
    app = send(photo_page, photo_of([2, 0]))
    assert [each["probabilities"] for each in boxes(app)["found"]] == [None, None]
    assert said(app) == "2 digits on the photo: choose one"
    press(app, "reveal")
    assert read_as(app) == [2, 0]
    assert not any(each["probabilities"] for each in boxes(send(app, photo_of([3, 1])))["found"])  # a fresh question


def test_a_drawing_and_a_photo_do_not_get_mixed_up(photo_page: AppTest) -> None:
    app = send(photo_page, photo_of([7]))
    app.segmented_control(key="digits").set_value("one").run()
    assert answer(app) == "?" and not app.file_uploader
    app.segmented_control(key="digits").set_value("photo").run()
    assert answer(app) == "7"


def test_nothing_is_kept_of_a_file(photo_page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    dropped: list[str] = []
    monkeypatch.setattr("mnist_demo.ui.uploads.drop", lambda file: dropped.append(file.name))
    send(send(photo_page, photo_of([7]), "one.jpg"), b"no picture", "two.jpg")
    assert dropped == ["one.jpg", "two.jpg"]
    assert resources.PHOTOS._futures == {} == resources.READINGS._futures


def test_a_photo_is_read_at_a_size_that_does_not_depend_on_the_camera() -> None:
    large, small = (read_upload(photo_of([7], size)) for size in ((3200, 2400), (1600, 1200)))
    assert large.ink.shape == small.ink.shape == (480, 640) == large.light.shape == large.grey.shape


ODD = {
    "one pixel": np.zeros((1, 1), np.uint8),
    "a line": np.tile([0, 255], 400).astype(np.uint8)[None],
    "a column": np.tile([0, 255], 400).astype(np.uint8)[:, None],
    "black": np.zeros((300, 400), np.uint8),
    "noise": np.random.default_rng(0).integers(0, 256, (90, 120), np.uint8),
}


@pytest.mark.parametrize("pixels", ODD.values(), ids=ODD)
def test_odd_pictures_break_nothing(photo_page: AppTest, pixels: np.ndarray) -> None:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    photo_page.session_state["steps"] = True
    app = send(photo_page, file.getvalue(), "odd.png")
    if components.has(app, "photo_boxes") and boxes(app)["found"]:
        choose(app, 0)


def test_a_link_to_the_page_holds_no_drawing_while_a_photo_is_shown(photo_page: AppTest) -> None:
    app = send(photo_page, photo_of([7]))
    app.button(key="link").click().run()
    link = next(element.value for element in app.code)
    assert "digits=photo" in link and "drawing=" not in link
