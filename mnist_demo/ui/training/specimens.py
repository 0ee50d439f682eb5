"""The image that is taken through the timeline: what the page looks at, or one of the worst mistakes."""

from __future__ import annotations

from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.runs.run import Run, RunError
from mnist_demo.texts import say
from mnist_demo.ui import gallery, resources, subject
from mnist_demo.ui.state import SPECIMEN, SPECIMENS
from mnist_demo.ui.subject import Subject
from mnist_demo.ui.training import album, evaluated

MISTAKES = 7
CURRENT = "current"
"""The id of what the page looks at, among those of the test images."""


def choose(run: Run) -> Subject | None:
    """A row of images to choose from; returns the chosen one, None where there is none at all."""
    found = _current() | _worst_mistakes(run)
    if not found:
        return None
    if SPECIMEN.get() not in found:
        SPECIMEN.set(next(iter(found)))
    chosen = SPECIMEN.get()
    pictures = [picture for picture, _ in found.values()]
    gallery.show(
        pictures,
        SPECIMENS,
        size=album.size_for(run),
        label=say("training.timeline.images"),
        chosen=chosen,
        on_click=SPECIMEN.set,
    )
    return found[chosen][1]


Choice = tuple[gallery.Picture, Subject]


def _current() -> dict[str, Choice]:
    shown = subject.current()
    if shown is None:
        return {}
    return {CURRENT: (gallery.Picture(CURRENT, shown.image, shown.name, shown.name), shown)}


def _worst_mistakes(run: Run) -> dict[str, Choice]:
    """The most confident mistakes of the finished network; none where they or their images are not to be had."""
    try:
        result = resources.test_result_of(run)
    except RunError:
        return {}
    known = evaluated.images_of(run, result) if result else None
    if result is None or known is None:
        return {}
    images, digits = known

    def mistake(index: int) -> Choice:
        found = Subject(scale_pixels(images[index]), int(digits[index]), index)
        return album.picture(run, images[index], index, result), found

    return {str(index): mistake(index) for index in result.mistakes()[:MISTAKES].tolist()}
