"""What people read while the page has no connection to the server."""

from mnist_demo.ui.connection.component import show

__all__ = ["show"]
