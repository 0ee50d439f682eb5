"""`python -m mnist_demo`: the same as the command `mnist-draw`."""

from mnist_demo.commands.cli import run_and_end

if __name__ == "__main__":
    run_and_end()
