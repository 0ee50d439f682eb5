"""The commands of a terminal, each thin. Imports every room but ui."""
