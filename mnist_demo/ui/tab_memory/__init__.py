"""Words that the browser's tab keeps, so that a page that was loaded anew is known as the one it was."""
