"""Writes all fixtures: `make fixtures`."""

from __future__ import annotations

from twins import drawings, explanations, files, links, networks, percents, sheets, steps, verdicts

files.write("drawings", drawings.cases())
files.write("explanations", explanations.cases())
files.write("links", links.cases())
files.write("networks", networks.cases())
files.write("percents", percents.cases())
files.write("reader", sheets.reader())
files.write("sheets", sheets.cases())
files.write("steps", steps.cases())
files.write("verdicts", verdicts.cases())
