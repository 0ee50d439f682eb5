"""The wall of a class's drawings: a component that is told what came and what is gone."""

from mnist_demo.ui.school.wall.component import show

__all__ = ["show"]
