"""A seed -> a damaged one, by a random generator that is given: the same generator damages in the same way."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

LONGEST = 300_000  # bytes of an input
_TOKEN = re.compile(rb"<[^<>]{0,80}>|\"[^\"]{0,80}\"|[\w.]+|\s+|.", re.DOTALL)
ODD = (
    *(b"\x00", b"\x1b]0;x\x07", b"\xed\xa0\xbd", b"\\ud83d", b"&#xD800;", b"&#0;", b"\xc2\x9b", b"\xff\xfe"),
    *(each.encode() for each in ("\ufeff", "\u202e", "\u2028", "\ufffe", "\U0001ffff", "１２３", "²")),
    *(b"9" * 25, b"-1", b"1e400", b"NaN", b"-0", b"0000-00-00", b"99999-12-31", b"9999-12-31T23:59:59Z"),
    *(b"http://[::1", b"http://a:99999/", b"http://%00/", b"javascript:alert(1)", b"//", b"]]>", b"<!--"),
    *(b"\r\n", b"\r\n\r\n", b'"', b"'", b"\\", b"{", b"[", b"(", b"<", b"&", b"%", b"$", b"*", b"?", b":", b"-"),
    *(b"|", b"~", b"^", b"NEAR/"),
)


def mutated(seeds: Sequence[bytes], generator: random.Random) -> bytes:
    """One of the seeds with one to six damages."""
    data = generator.choice(seeds)
    for _ in range(generator.randint(1, 6)):
        data = generator.choice(DAMAGES)(data, seeds, generator)[:LONGEST]
    return data


def _at(data: bytes, generator: random.Random) -> int:
    return generator.randint(0, len(data))


def _span(data: bytes, generator: random.Random) -> tuple[int, int]:
    begin = _at(data, generator)
    return begin, min(len(data), begin + int(generator.expovariate(1 / 40)) + 1)


def _bits(data: bytes, seeds: Sequence[bytes], generator: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(generator.randint(1, 8) if data else 0):
        changed[generator.randrange(len(changed))] ^= 1 << generator.randrange(8)
    return bytes(changed)


def _cut(data: bytes, seeds: Sequence[bytes], generator: random.Random) -> bytes:
    return data[: _at(data, generator)]


def _without(data: bytes, seeds: Sequence[bytes], generator: random.Random) -> bytes:
    begin, end = _span(data, generator)
    return data[:begin] + data[end:]


def _odd(data: bytes, seeds: Sequence[bytes], generator: random.Random) -> bytes:
    at = _at(data, generator)
    return data[:at] + generator.choice(ODD) * generator.choice((1, 1, 1, 2, 50)) + data[at:]


def _odd_number(data: bytes, seeds: Sequence[bytes], generator: random.Random) -> bytes:
    numbers = list(re.finditer(rb"\d+", data[:LONGEST]))
    if not numbers:
        return data
    found = generator.choice(numbers)
    number = generator.choice((b"0", b"-1", b"13", b"32", b"99999", b"1" * 30, b"9" * 5_000, b"1.5", b"1e400"))
    return data[: found.start()] + number + data[found.end() :]


def _repeat(data: bytes, seeds: Sequence[bytes], generator: random.Random) -> bytes:
    """A token many times in a row, which shows whatever takes the square of a length."""
    begin = _at(data, generator)
    token = _TOKEN.match(data, begin)
    if token is None:
        return data
    times = generator.choice((2, 20, 500, 5_000))
    return data[:begin] + token[0] * min(times, LONGEST // max(1, len(token[0]))) + data[token.end() :]


def _splice(data: bytes, seeds: Sequence[bytes], generator: random.Random) -> bytes:
    other = generator.choice(seeds)
    return data[: _at(data, generator)] + other[_at(other, generator) :]


def _swap(data: bytes, seeds: Sequence[bytes], generator: random.Random) -> bytes:
    begin, end = _span(data, generator)
    at = _at(data, generator)
    return data[:at] + data[begin:end] + data[at:]


DAMAGES: Sequence[Callable[[bytes, Sequence[bytes], random.Random], bytes]] = (
    *(_bits, _cut, _without, _odd, _odd, _odd_number, _repeat, _splice, _swap),
)
