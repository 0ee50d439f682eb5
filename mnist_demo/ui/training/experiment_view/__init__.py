"""The view Experiments: one setting, several values, a network trained with each."""

from mnist_demo.ui.training.experiment_view.view import show

__all__ = ["show"]
