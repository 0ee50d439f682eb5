"""Photos in a real Chromium: taken from a file, dropped and pasted; read, chosen from, looked into, and refused."""

from __future__ import annotations

import base64
import io
import re
from typing import Any

import pytest
from photographs import TWELVE_MEGAPIXELS, photo_of, photograph_row
from PIL import Image
from PIL.ExifTags import GPS, IFD
from playwright.sync_api import FilePayload, Locator, expect
from test_axe_browser import AXE, OURS, barriers
from visitor import PHONE, WIDE, Visit, Visitor

from mnist_demo.ui.photo.reading import MOST_MEGABYTES

PLACE = "Timbuktu"
NOTE_FILES = """
    const append = FormData.prototype.append;
    FormData.prototype.append = function (name, file, ...others) {
        window.sentFile = file;
        return append.call(this, name, file, ...others);
    };"""
SENT = """async word => {
    const bytes = await window.sentFile.arrayBuffer();
    return [bytes.byteLength, new TextDecoder('latin1').decode(bytes).includes(word)];
}"""
"""The size of the file that the page has sent, and whether a word stands in it."""
PASTE = """([content, type]) => {
    const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([bytes], 'image', {type}));
    const event = new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true});
    document.activeElement.dispatchEvent(event);
}"""
PARTS = re.compile("found|photo|picker")
"""In what places of this tab's own are called; the others are Streamlit's."""
DROP = """(place, content) => {
    const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], 'photo.png', {type: 'image/png'}));
    for (const kind of ['dragenter', 'dragover', 'drop']) {
        place.dispatchEvent(new DragEvent(kind, {dataTransfer, bubbles: true, cancelable: true}));
    }
}"""


class Photographer(Visitor):
    """A visitor whose page takes photos."""

    def open(self) -> None:
        self.page.goto(f"{self.address}/?digits=photo")
        expect(self.button).to_be_visible()
        expect(self.answer_view).to_be_visible()
        self.wait_for_script()

    @property
    def button(self) -> Locator:
        return self.page.get_by_role("button", name="Take or choose a picture")

    @property
    def boxes(self) -> Locator:
        return self.page.locator(".on-photo .found")

    @property
    def problem(self) -> Locator:
        return self.page.locator(".st-key-photo .stAlert")

    def choose_file(self, content: bytes, name: str = "photo.jpg", kind: str = "image/jpeg") -> None:
        """Press the button and choose a file, as in a file's own dialog."""
        with self.page.expect_file_chooser() as opened:
            self.button.click()
        opened.value.set_files(FilePayload(name=name, mimeType=kind, buffer=content))


def words(photographer: Photographer) -> list[str]:
    """What stands at each box."""
    return photographer.page.locator(".on-photo .digit").all_inner_texts()


def in_view(photographer: Photographer, *selectors: str) -> bool:
    """Whether all of these are within the window, without scrolling."""
    window = photographer.page.viewport_size
    assert window
    places = [photographer.page.locator(selector).first.bounding_box() for selector in selectors]
    return all(
        place
        and place["x"] >= 0
        and place["y"] >= 0
        and place["x"] + place["width"] <= window["width"]
        and place["y"] + place["height"] <= window["height"]
        for place in places
    )


@pytest.mark.parametrize("device", [WIDE, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("size", [TWELVE_MEGAPIXELS, TWELVE_MEGAPIXELS[::-1]], ids=["wide", "upright"])
def test_a_photo_from_a_file_is_read_with_all_of_it_in_sight(
    visit: Visit, device: dict[str, Any], size: tuple[int, int]
) -> None:
    photographer = visit(Photographer, **device)
    photographer.choose_file(photo_of([4], size))
    photographer.answers("4")
    assert words(photographer) == ["4"]
    assert in_view(photographer, ".photo", ".on-photo .label", ".st-key-prediction .answer", ".st-key-probabilities")
    clear = photographer.page.locator(".st-key-clear button")
    assert clear.evaluate("button => button.scrollHeight <= button.clientHeight")  # its word is on it, or not shown
    picture, layer = (photographer.page.locator(part).bounding_box() for part in (".photo", ".on-photo"))
    assert picture == layer  # the boxes lie where the digits are


def test_a_phone_sends_little_of_a_large_photo_and_not_where_it_was_taken(visit: Visit) -> None:
    photographer = visit(Photographer, script=NOTE_FILES, **PHONE)
    file, exif = io.BytesIO(), Image.Exif()
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitudeRef] = PLACE
    photograph_row([4], TWELVE_MEGAPIXELS).save(file, "JPEG", exif=exif)
    photographer.choose_file(file.getvalue())
    photographer.answers("4")
    size, tells_place = photographer.page.evaluate(SENT, PLACE)
    assert PLACE.encode() in file.getvalue() and not tells_place
    assert 0 < size < len(file.getvalue()) / 3


def test_of_five_digits_the_clicked_one_is_looked_into(visit: Visit) -> None:
    photographer = visit(Photographer)
    page = photographer.page
    photographer.choose_file(photo_of([2, 0, 2, 5, 7], (1600, 1200)))
    expect(photographer.boxes).to_have_count(5)
    assert words(photographer) == ["2", "0", "2", "5", "7"]
    expect(page.locator(".st-key-prediction .note")).to_have_text("Choose a digit on the photo")
    expect(page.get_by_role("status").filter(has_text="5 digits on the photo: 2, 0, 2, 5, 7")).to_have_count(1)
    photographer.boxes.nth(3).click()
    photographer.answers("5")
    expect(photographer.boxes.nth(3)).to_have_attribute("aria-pressed", "true")
    page.get_by_role("tab", name="Look inside").click()
    expect(page.locator(".st-key-inside_answer .answer")).to_have_text("5")
    expect(page.get_by_text("A digit on your photo")).to_be_visible()


def test_the_keyboard_goes_from_digit_to_digit(visit: Visit) -> None:
    photographer = visit(Photographer)
    page = photographer.page
    photographer.choose_file(photo_of([3, 1, 7]))
    expect(photographer.boxes).to_have_count(3)
    photographer.wait_for_script()
    page.locator(".st-key-clear button").focus()
    page.keyboard.press("Tab")
    expect(photographer.boxes.first).to_be_focused()
    page.keyboard.press("Enter")
    photographer.answers("3")
    page.keyboard.press("ArrowRight")
    photographer.answers("1")
    expect(photographer.boxes.nth(1)).to_be_focused()
    expect(photographer.boxes.nth(1)).to_have_attribute(
        "aria-label", re.compile(r"Digit 2 of 3\. 1: >?\s?9\d\.\d\s% sure")
    )


def test_a_photo_is_pasted_and_another_one_dropped(visit: Visit) -> None:
    photographer = visit(Photographer)
    page = photographer.page
    page.evaluate(PASTE, [base64.b64encode(photo_of([6], form="PNG")).decode(), "image/png"])
    photographer.answers("6")
    photographer.wait_for_script()
    page.locator(".st-key-photo").evaluate(DROP, base64.b64encode(photo_of([9], form="PNG")).decode())
    photographer.answers("9")
    page.locator(".st-key-clear button").click()
    expect(photographer.button).to_be_visible()
    photographer.answers("?")


def test_what_is_no_photo_gets_a_sentence_and_the_page_goes_on(visit: Visit) -> None:
    photographer = visit(Photographer)
    whole = photo_of([7])
    photographer.choose_file(whole[:5000])
    expect(photographer.problem).to_contain_text("This picture is damaged")
    photographer.choose_file(b"Dear diary", "diary.txt", "text/plain")
    expect(photographer.problem).to_contain_text("This is no picture that can be read")
    photographer.choose_file(whole + bytes(MOST_MEGABYTES * 2**20))
    expect(photographer.problem).to_contain_text("This picture is too large")
    photographer.choose_file(b"Dear diary", "diary.jpg")
    expect(photographer.problem).to_contain_text("This is no picture that can be read")
    photographer.choose_file(whole)
    photographer.answers("7")
    expect(photographer.problem).to_have_count(0)


def test_a_photo_that_does_not_arrive_gets_a_sentence(visit: Visit) -> None:
    photographer = visit(Photographer)
    photographer.page.route("**/upload_file/**", lambda route: route.fulfill(status=413))
    photographer.choose_file(photo_of([7]))
    expect(photographer.problem).to_contain_text("did not arrive")
    photographer.page.unroute("**/upload_file/**")
    photographer.choose_file(photo_of([7]))
    photographer.answers("7")
    photographer.errors.clear()  # the browser logs the refusal


@pytest.mark.skipif(not AXE.is_file(), reason="no axe-core: npm ci")
@pytest.mark.parametrize(("scheme", "device"), [("light", WIDE), ("dark", PHONE)], ids=["light", "dark, on a phone"])
def test_a_photo_is_no_barrier(visit: Visit, scheme: str, device: dict[str, Any]) -> None:
    photographer = visit(Photographer, color_scheme=scheme, **device)
    assert not OURS & barriers(photographer.page).keys()
    photographer.choose_file(photo_of([2, 0]))
    expect(photographer.boxes).to_have_count(2)
    photographer.boxes.first.click()
    photographer.answers("2")
    photographer.wait_for_script()
    found = {
        rule: [place for place in places if PARTS.search(place)] for rule, places in barriers(photographer.page).items()
    }
    assert {rule: places for rule, places in found.items() if places} == {}


def test_a_drawing_waits_while_a_photo_is_looked_at(visit: Visit) -> None:
    from drawing import Hand

    visitor = visit()
    page = visitor.page
    Hand(page).draw(7)
    visitor.answers("7")
    visitor.wait_until_answered()
    page.get_by_role("radio", name="Photo").click()
    expect(page.get_by_role("button", name="Take or choose a picture")).to_be_visible()
    visitor.answers("?")
    page.get_by_role("radio", name="One").click()
    visitor.answers("7")
    page.keyboard.press("Delete")
    visitor.wait_for_sheet(1)
