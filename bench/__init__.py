"""How fast it is, always as a ratio: against a floor that nothing can beat, or against a peer in the same run.

    make bench                     everything, on 100,000 stories
    make bench BENCH_ARGS="--stories 1000000 search"

Nothing here runs in the test suite.
"""
