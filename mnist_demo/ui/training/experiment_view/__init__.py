"""The view Experiments: one setting, several values, a network trained with each."""

from mnist_demo.ui.training.experiment_view.view import TOPIC, show

__all__ = ["TOPIC", "show"]
