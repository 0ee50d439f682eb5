"""`python -m mnist_demo`: the same as the command `mnist-draw`."""

import signal

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # no traceback for Ctrl-C while modules are imported

    from mnist_demo.commands.cli import main
    from mnist_demo.commands.console import end

    end(main())
