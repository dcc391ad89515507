"""Addresses and uniforms."""

import numpy as np
import pytest

from tumen.errors import UsageError
from tumen.kernels.philox import philox, uniform
from tumen.kernels.run import Luck
from tumen.kernels.uniforms import Words, write_uniforms
from tumen.streams import Kind, address, checked_seed, uniforms

# Known answers of Philox 4x32-10 as published with Random123: counter, key, result.
PUBLISHED = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


def slow_philox(counter: tuple[int, ...], key: tuple[int, ...]) -> tuple[int, ...]:
    """The cipher in plain integers."""
    c, k = list(counter), list(key)
    for _ in range(10):
        a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(b >> 32) ^ c[1] ^ k[0], b & 0xFFFFFFFF, (a >> 32) ^ c[3] ^ k[1], a & 0xFFFFFFFF]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return tuple(c)


def words(*values: int) -> list[np.uint64]:
    return [np.uint64(v) for v in values]


@pytest.mark.parametrize(("counter", "key", "result"), PUBLISHED)
def test_the_cipher_gives_the_published_answers(counter, key, result):
    assert tuple(int(w) for w in philox(*words(*counter, *key))) == result
    assert slow_philox(counter, key) == result


def test_the_cipher_equals_its_slow_twin():
    rng = np.random.default_rng(5)
    for row in rng.integers(0, 1 << 32, (200, 6)):
        counter, key = tuple(int(v) for v in row[:4]), tuple(int(v) for v in row[4:])
        assert tuple(int(w) for w in philox(*words(*counter, *key))) == slow_philox(counter, key)


def test_a_uniform_is_made_of_address_step_future_seed_and_kind():
    at, step, future, seed = address("yanbian", "sex=woman", "C1", "0", "arrest"), 7, 11, 13
    r0, r1, _, _ = slow_philox((at & 0xFFFFFFFF, at >> 32, step, future), (seed, int(Kind.EXIT)))
    expected = ((r0 >> 5) * 2**26 + (r1 >> 6)) / 2**53
    assert uniform(*words(at, step, future, seed, int(Kind.EXIT))) == expected
    vector = uniforms(np.array([at], np.uint64), step=step, future=future, seed=seed, kind=Kind.EXIT)
    assert vector[0] == expected


def test_a_sweep_over_addresses_gives_the_same_uniforms():
    rng = np.random.default_rng(6)
    low, high = rng.integers(0, 1 << 32, (2, 100)).astype(np.uint32)
    luck, u = Luck(*words(0xFFFFFFFF, 11, 0xFFFFFFFE)), np.zeros(100)
    write_uniforms(Words(low, high), luck, np.uint64(Kind.INFLOW), u)
    for i, (a, b) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
        assert u[i] == uniform(np.uint64(a + (b << 32)), *luck, np.uint64(Kind.INFLOW))


def test_each_part_of_the_address_changes_the_uniform():
    at = np.array([address("a"), address("b")], np.uint64)
    base = {"step": 1, "future": 2, "seed": 3, "kind": Kind.EXIT}
    seen = set(uniforms(at, **base))
    for change in ({"step": 2}, {"future": 3}, {"seed": 4}, {"kind": Kind.NOISE}):
        seen |= set(uniforms(at, **{**base, **change}))
    assert len(seen) == 10


def test_uniforms_are_uniform_and_unrelated_between_neighbours():
    at = np.array([address("cell", str(i)) for i in range(200_000)], np.uint64)
    u = uniforms(at, step=0, future=0, seed=1, kind=Kind.EXIT)
    v = uniforms(at, step=1, future=0, seed=1, kind=Kind.EXIT)
    assert u.min() >= 0
    assert u.max() < 1
    counts = np.bincount((u * 100).astype(int), minlength=100)
    chi_square = ((counts - 2000) ** 2 / 2000).sum()
    assert chi_square < 99 + 5 * np.sqrt(2 * 99)
    assert abs(np.corrcoef(u, v)[0, 1]) < 5 / np.sqrt(u.size)
    assert abs(np.corrcoef(u[:-1], u[1:])[0, 1]) < 5 / np.sqrt(u.size)


def test_addresses_are_stable_and_made_of_labels():
    assert address("a", "b") == address("a|b")
    assert address("a", "b") != address("b", "a")
    assert address("island|age=child|home|0|leave") == 0x21A31016B8205187  # a change of results, if it ever changes
    assert 0 <= address("x") < 1 << 64


@pytest.mark.parametrize("seed", [-1, 1 << 32])
def test_a_seed_has_32_bits(seed):
    with pytest.raises(UsageError, match="T003 seed is"):
        checked_seed(seed)
    assert checked_seed(7) == 7
