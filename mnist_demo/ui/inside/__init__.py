"""The tab Look inside: what a network makes of one image, and what happens when it is broken."""
