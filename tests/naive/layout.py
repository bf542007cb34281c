"""The step of the network layout and the pushing apart, for the reader."""

from __future__ import annotations

from math import hypot, sqrt


def step(at, ties, pull, longest, gravity=0.6):
    """Move every point once; `at` is a list of (x, y), `ties` of (source, target)."""
    ideal = 1 / sqrt(len(at))
    force = [[-gravity * x, -gravity * y] for x, y in at]
    for i, (x, y) in enumerate(at):
        for u, v in at:
            far = max((x - u) ** 2 + (y - v) ** 2, 1e-6)
            force[i][0] += (x - u) * ideal**2 / far
            force[i][1] += (y - v) * ideal**2 / far
    for (a, b), strength in zip(ties, pull, strict=True):
        dx, dy = at[a][0] - at[b][0], at[a][1] - at[b][1]
        force_along = strength * hypot(dx, dy) / ideal
        for end, sign in ((a, -1), (b, 1)):
            force[end][0] += sign * dx * force_along
            force[end][1] += sign * dy * force_along
    moved = []
    for (x, y), (fx, fy) in zip(at, force, strict=True):
        length = max(hypot(fx, fy), 1e-9)
        moved.append((x + fx / length * min(length, longest), y + fy / length * min(length, longest)))
    return moved
