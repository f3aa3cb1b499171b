"""Fuzzing: what no parser may do, whatever comes: raise what its caller does not expect, take for ever, or give what
cannot be stored.

    make fuzz                                    each target for a share of a minute, with a new seed, which is printed
    make fuzz FUZZ_ARGS='--seed 7 --seconds 600 warc feed'
    make fuzz FUZZ_ARGS='--input fuzz-failures/feed-3f2a.bin feed'     one input that failed, again

targets.py      each parser with its seeds and the errors that it documents
mutate.py       a seed -> a damaged one: bits, cuts, repeats, splices, odd characters and numbers
harness.py      run inputs, keep those that fail, and say why
test_fuzz.py    the seeds themselves and a few mutations of each, in the ordinary tests

The seeds are our own fictional pages and files. Failing inputs are kept in ``fuzz-failures/``; one that shows a fault
becomes a test beside the parser. Coverage-guided fuzzing (atheris) would need a build of every C extension by clang;
Hypothesis makes structured values where a test names the property (tests/test_characters.py, tests/site).
"""
