"""Kill the program at any moment, and take the power away, a hundred times over: is anything lost? (``make torment``)

    python -m tests.torment                                 60 kills and the loss of power, five minutes at most
    python -m tests.torment --kills 500 --minutes 120       many
    python -m tests.torment --only import,power-loss        some
    python -m tests.torment --seed 7 --first 23 --kills 1   one again

    __main__.py     the command: what is tormented, in which order, the summary
    kills.py        a command is killed at a random moment or write, the same command is run again, and all is compared
    power_loss.py   the writes and syncs of a collection, recorded, and the disk as it may be after each of them
    checks.py       what must be so of an archive and its captures

It takes the fictional newspapers of the demo on this machine, and ``strace`` where that is installed: without it no
kill comes at a chosen write, and no power is lost. The same seed gives the same kills, as far as two runs of a program
can do the same at the same moment. The exit code is 1 where something was lost, and 2 where nothing could be tried.
"""
