"""Writes all fixtures: `make fixtures`."""

from __future__ import annotations

from twins import drawings, files, networks, percents, verdicts

files.write("drawings", drawings.cases())
files.write("networks", networks.cases())
files.write("percents", percents.cases())
files.write("verdicts", verdicts.cases())
