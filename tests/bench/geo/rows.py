"""The rows, the same in every language: sql/workload.mjs makes them too.

xorshift32 (13, 17, 5) from 2463534242. State s is named "State {s:03}" and abbreviated by two letters. A city takes two
numbers: its population is 100 + r1 % 400000, its area (100 + r2 % 40000) / 100.
"""

SEED = 2463534242


def numbers():
    x = SEED
    while True:
        x ^= (x << 13) & 0xFFFFFFFF
        x ^= x >> 17
        x ^= (x << 5) & 0xFFFFFFFF
        yield x


def states(count):
    return [(f"State {s:03}", chr(65 + s // 26 % 26) + chr(65 + s % 26)) for s in range(count)]


def cities(count, each):
    """Name, index of the state, population, area."""
    number = numbers()
    for s in range(count):
        for c in range(each):
            population = 100 + next(number) % 400000
            area = (100 + next(number) % 40000) / 100
            yield (f"City {s:03}-{c:05}", s, population, area)
