"""What people read on the page, one file a language. Imports nothing of the project.

Code names a text by its id, `say("draw.invitation")`, and hands over what stands in its places: `say("run.deleted",
run=name)`. So a language is a file, and a text can change without a link, a session or a test breaking.
"""

from mnist_demo.texts.table import say

__all__ = ["say"]
