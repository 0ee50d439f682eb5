"""Writes all fixtures: `make fixtures`."""

from __future__ import annotations

from twins import drawings, files, networks, percents, sheets, verdicts

files.write("drawings", drawings.cases())
files.write("networks", networks.cases())
files.write("percents", percents.cases())
files.write("reader", sheets.reader())
files.write("sheets", sheets.cases())
files.write("verdicts", verdicts.cases())
