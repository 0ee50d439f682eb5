"""Writes all fixtures: `make fixtures`."""

from __future__ import annotations

from twins import drawings, files, networks, packets, percents

files.write("drawings", drawings.cases())
files.write("networks", networks.cases())
files.write("packets", packets.cases())
files.write("halves", packets.half_cases())
files.write("percents", percents.cases())
