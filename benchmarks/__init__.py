"""Speed and recognition, as scripts that print a table."""
