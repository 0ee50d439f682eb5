"""Train a network on MNIST and save it as a run: `python train.py`, `python train.py --help`."""

import signal

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # no traceback for Ctrl-C while modules are imported

    from mnist_demo.commands.console import end
    from mnist_demo.commands.train import main

    end(main(call="python train.py"))
