"""Who guesses passwords waits longer each time; who may be many is slowed down, and not locked out."""

from __future__ import annotations

import asyncio

import pytest

from scraper import limits
from scraper.site.private.throttle import LoginThrottle, TooManyError, client_of

ONE, NEIGHBOUR, PROXY = "8.8.8.8", "8.8.4.4", "10.0.0.1"


def waits(throttle: LoginThrottle, client: str, times: int) -> list[float]:
    """The waits after so many wrong passwords."""
    found = []
    for _ in range(times):
        throttle.failed(client)
        found.append(throttle.wait(client))
    return found


def test_the_wait_grows_to_a_quarter_of_an_hour():
    throttle = LoginThrottle(clock=lambda: 0.0)
    assert waits(throttle, ONE, 17) == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]
    assert throttle.wait(NEIGHBOUR) == 0


@pytest.mark.parametrize("client", [PROXY, "127.0.0.1", "192.168.1.7", "fd00::/64", "::/64", ""])
def test_where_many_may_be_nobody_waits_longer_than_half_a_minute(client):
    assert waits(LoginThrottle(clock=lambda: 0.0), client, 12)[-4:] == [16, 30, 30, 30]


def test_after_an_hour_the_wrong_passwords_are_forgotten():
    now = [0.0]
    throttle = LoginThrottle(clock=lambda: now[0])
    assert waits(throttle, ONE, 6)[-1] == 2
    now[0] += 3_000
    assert waits(throttle, ONE, 1) == [4]
    now[0] += 3_700
    assert waits(throttle, ONE, 1) == [0]


def test_millions_of_addresses_are_not_all_remembered():
    throttle = LoginThrottle(clock=lambda: 0.0)
    for number in range(3 * limits.LOGIN_CLIENTS):
        throttle.failed(str(number))
    assert len(throttle.failures) == limits.LOGIN_CLIENTS
    assert str(number) in throttle.failures


@pytest.mark.parametrize(
    ("hosts", "client"),
    [
        (["2001:db8::1", "2001:DB8:0:0:ffff::"], "2001:db8::/64"),
        (["::ffff:192.0.2.7", "192.0.2.7"], "192.0.2.7"),
        (["fe80::1%eth0"], "fe80::/64"),
        (["", "unknown", "_hidden", "x" * 9_000], ""),
    ],
)
def test_the_client_of_an_address(hosts, client):
    assert {client_of(host) for host in hosts} == {client}


async def test_passwords_are_checked_one_at_a_time_and_few_wait():
    throttle, checking, most = LoginThrottle(clock=lambda: 0.0), 0, 0

    async def check(client: str) -> bool:
        nonlocal checking, most
        try:
            async with throttle.turn(client):
                checking += 1
                most = max(most, checking)
                await asyncio.sleep(0)
                checking -= 1
        except TooManyError:
            return False
        return True

    looked_at = await asyncio.gather(*(check(f"8.8.0.{number}") for number in range(200)))
    assert most == 1
    assert sum(looked_at) == limits.LOGIN_WAITING
    assert throttle.waiting == 0


async def test_a_try_counts_before_it_is_checked():
    throttle = LoginThrottle(clock=lambda: 0.0)
    async with throttle.turn(ONE) as right:
        assert throttle.failures[ONE][0] == 1
        right()
        assert ONE not in throttle.failures
