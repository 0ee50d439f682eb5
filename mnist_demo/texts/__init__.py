"""What people read on the page, one file a language. Imports nothing of the project.

Code names a text by its id, `say("draw.invitation")`, and hands over what stands in its places: `say("news.new",
network=name)`. So a language is a file, and a text can change without a link, a session or a test breaking. The setting
MNIST_DRAW_LANGUAGE chooses the file.
"""

from mnist_demo.texts.table import language_code, name_of, say

__all__ = ["language_code", "name_of", "say"]
