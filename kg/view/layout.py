"""Where the nodes of a network stand: a force-directed layout that takes seconds for ten thousand nodes.

In: the number of nodes and the pairs of nodes that are tied. Out: one position per node, in units of about
one pixel at zoom 1, the same for the same input. Each connected component is laid out for itself; the
components are packed beside one another, the largest first.

The forces are those of ForceAtlas2 (Jacomy et al. 2014, doi:10.1371/journal.pone.0098679): nodes repel each
other by mass (degree + 1) over distance, ties attract in proportion to distance. Repulsion is a convolution
of the masses with the kernel 1/d, worked out on a grid by the fast Fourier transform, so that a step costs
n + g² log g instead of n². The start is a projection of graph distances to pivots (Brandes and Pich 2007,
doi:10.1007/978-3-540-70904-6_6), which unfolds the large shape before any force acts.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Indexes = npt.NDArray[np.int64]
Edge = tuple[int, int]

SPACING = 34.0
"""The least distance between two nodes."""

_WIDE = 1.35  # labels are wider than high, and so are screens
_GAP = 90.0  # between components
_PIVOTS = 40
_STEPS = 240
_EXACT = 120  # up to this many nodes, each repels each other directly: cheaper than the grid
_GRAVITY = 0.02
_SEED = 20230120


def positions(count: int, edges: Sequence[Edge]) -> Array:
    """Coordinates of the nodes `0 … count - 1`, an array of shape (count, 2).

    `edges` are pairs of node numbers; direction and repetition do not matter. Raises IndexError for other
    numbers.
    """
    neighbours: list[set[int]] = [set() for _ in range(count)]
    for a, b in edges:
        if a != b:
            neighbours[a].add(b)
            neighbours[b].add(a)
    out = np.zeros((count, 2))
    boxes = []
    for members in components(neighbours):
        place = _component(members, neighbours) * (_WIDE, 1.0)
        place -= place.min(axis=0)
        boxes.append((members, place))
    corners = _pack([tuple(place.max(axis=0) + _GAP) for _, place in boxes])
    for (members, place), corner in zip(boxes, corners, strict=True):
        out[members] = place + corner
    return out - (out.min(axis=0) + out.max(axis=0)) / 2 if count else out


def components(neighbours: Sequence[set[int]]) -> list[list[int]]:
    """The connected components, the largest first, then by their least member; members sorted."""
    seen: set[int] = set()
    found = []
    for start in range(len(neighbours)):
        if start not in seen:
            members = sorted(_distances(start, neighbours))
            seen.update(members)
            found.append(members)
    return sorted(found, key=lambda members: (-len(members), members[0]))


def _distances(start: int, neighbours: Sequence[set[int]]) -> dict[int, int]:
    """Steps from `start` to every node that can be reached."""
    steps = {start: 0}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for other in neighbours[node]:
            if other not in steps:
                steps[other] = steps[node] + 1
                queue.append(other)
    return steps


def _component(members: list[int], neighbours: Sequence[set[int]]) -> Array:
    if len(members) == 1:
        return np.zeros((1, 2))
    number = {node: i for i, node in enumerate(members)}
    local = [{number[other] for other in neighbours[node]} for node in members]
    pairs = np.array([(a, b) for a in range(len(local)) for b in sorted(local[a]) if a < b], dtype=np.int64)
    place = _settle(_unfold(local), pairs)
    return _part(place * _scale(place, pairs))


def _scale(place: Array, pairs: Indexes) -> float:
    """What brings ties to a readable length and, where these are long because all is tangled, gives each
    node its room.
    """
    length = float(np.median(np.linalg.norm(place[pairs[:, 0]] - place[pairs[:, 1]], axis=1)))
    narrow, broad = sorted(float(spread) for spread in place.std(axis=0))
    area = 12 * broad * max(narrow, broad / 4)  # of a rectangle with that spread; a chain is no line without area
    room = math.sqrt(len(place) / area) if area > 1e-9 else 0.0
    return max(2.0 * SPACING / max(length, 1e-9), 1.7 * SPACING * room)


# --- start: distances to pivots, projected ----------------------------------------------------------------


def _unfold(neighbours: Sequence[set[int]]) -> Array:
    """Coordinates of about unit spread that keep graph distances: classical scaling of distances to pivots.

    A seeded jitter parts the nodes that are equally far from everything, such as the leaves of one hub.
    """
    count = len(neighbours)
    rows = _pivot_distances(neighbours)
    squares = rows.T**2
    centred = squares - squares.mean(axis=0) - squares.mean(axis=1, keepdims=True) + squares.mean()
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, ::-1][:, :2]
    place = np.zeros((count, 2))
    place[:, : axes.shape[1]] = centred @ axes
    spread = place.std(axis=0)
    place = np.where(spread > 1e-9, place / np.where(spread > 1e-9, spread, 1.0), 0.0)
    place *= np.sign(place[np.abs(place).argmax(axis=0), [0, 1]] + 1e-12)
    jitter: Array = np.random.default_rng(_SEED).normal(scale=0.08, size=place.shape)
    return place + jitter


def _pivot_distances(neighbours: Sequence[set[int]]) -> Array:
    """Distances of all nodes to pivots: the node of highest degree first, then always the one farthest from
    all so far.
    """
    count = len(neighbours)
    pivot = max(range(count), key=lambda i: (len(neighbours[i]), -i))
    nearest = np.full(count, np.inf)
    rows = []
    for _ in range(min(_PIVOTS, count)):
        steps = _distances(pivot, neighbours)
        row = np.array([steps[i] for i in range(count)], dtype=float)
        rows.append(row)
        nearest = np.minimum(nearest, row)
        pivot = int(nearest.argmax())
    return np.array(rows)


# --- forces -----------------------------------------------------------------------------------------------


def _push_directly(place: Array, mass: Array) -> Array:
    """The force on each node: the sum over all others of their mass over distance, away from them."""
    gap = place[:, None, :] - place[None, :, :]
    share = mass / np.maximum((gap**2).sum(axis=2), 1e-6)
    force: Array = place * share.sum(axis=1)[:, None] - share @ place
    return force


@dataclass(frozen=True, slots=True)
class _Field:
    """The kernel of repulsion on a grid of `size` cells a side, as Fourier transforms, for steps of one
    cell.
    """

    size: int
    across: npt.NDArray[np.complex128]
    down: npt.NDArray[np.complex128]

    @classmethod
    def of(cls, count: int) -> _Field:
        size = 2 ** min(9, max(6, math.ceil(math.log2(3 * math.sqrt(count)))))
        step = np.fft.fftfreq(2 * size, d=1 / (2 * size))
        x, y = np.meshgrid(step, step, indexing="ij")
        square = x**2 + y**2 + 0.25  # softened within a cell
        return cls(size, np.fft.rfft2(x / square), np.fft.rfft2(y / square))

    def push(self, place: Array, mass: Array) -> Array:
        """The force of `_push_directly`, as exact as the grid is fine."""
        low = place.min(axis=0)
        cell = max(float((place.max(axis=0) - low).max()), 1e-9) / (self.size - 2)
        at = (place - low) / cell
        corner = np.floor(at).astype(np.int64)
        part = at - corner
        density = np.zeros((2 * self.size, 2 * self.size))
        for shift, weight in _corners(part):
            np.add.at(density, tuple((corner + shift).T), mass * weight)
        transformed = np.fft.rfft2(density)
        fields = [np.fft.irfft2(transformed * kernel, s=density.shape) for kernel in (self.across, self.down)]
        force = np.zeros_like(place)
        for shift, weight in _corners(part):
            index = tuple((corner + shift).T)
            force += np.stack([field[index] for field in fields], axis=1) * weight[:, None]
        return force / cell


def _corners(part: Array) -> Iterator[tuple[Indexes, Array]]:
    """The four grid points around each node, with the share of the node that falls to each."""
    for dx in (0, 1):
        for dy in (0, 1):
            share = np.abs(1 - dx - part[:, 0]) * np.abs(1 - dy - part[:, 1])
            yield np.array([dx, dy]), share


def _settle(place: Array, pairs: Indexes) -> Array:
    """Moves the nodes until the forces are near balance; each step is bounded, and the bound falls to
    nothing.
    """
    count = len(place)
    mass: Array = 1.0 + np.bincount(pairs.ravel(), minlength=count).astype(np.float64)
    push = _push_directly if count <= _EXACT else _Field.of(count).push
    place = place * math.sqrt(count) * 2
    steps = min(_STEPS, 40 + 2 * count)
    for step in range(steps):
        force = push(place, mass) * mass[:, None]
        pull = place[pairs[:, 1]] - place[pairs[:, 0]]
        np.add.at(force, pairs[:, 0], pull)
        np.add.at(force, pairs[:, 1], -pull)
        force -= _GRAVITY * mass[:, None] * (place - place.mean(axis=0))
        bound = max(1.0, 0.12 * float(np.ptp(place, axis=0).max())) * (1 - step / steps) ** 1.5
        move = force / mass[:, None]
        length = np.linalg.norm(move, axis=1, keepdims=True)
        place = place + move * np.minimum(0.5, bound / np.maximum(length, 1e-9))
    return place


# --- no two nodes on one spot, components side by side ----------------------------------------------------


def _part(place: Array, *, rounds: int = 30) -> Array:
    """Pushes apart nodes that are nearer than `SPACING`."""
    for _ in range(rounds):
        a, b = _close_pairs(place)
        gap = place[b] - place[a]
        length = np.linalg.norm(gap, axis=1)
        near = length < SPACING * 0.98
        if not near.any():
            break
        a, b, gap, length = a[near], b[near], gap[near], length[near]
        shift = gap / np.maximum(length, 1e-6)[:, None] * ((SPACING - length) / 2)[:, None]
        np.add.at(place, a, -shift)
        np.add.at(place, b, shift)
    return place


def _close_pairs(place: Array) -> tuple[Indexes, Indexes]:
    """Pairs of nodes in the same or in neighbouring cells of a grid with cells of `SPACING`."""
    cells = np.floor(place / SPACING).astype(np.int64)
    cells -= cells.min(axis=0) - 1
    width = int(cells[:, 1].max()) + 2
    keys = cells[:, 0] * width + cells[:, 1]
    order = np.argsort(keys, kind="stable")
    ranked = keys[order]
    first, second = [], []
    for offset in (0, 1, width - 1, width, width + 1):
        begin = np.searchsorted(ranked, keys + offset, side="left")
        end = np.searchsorted(ranked, keys + offset, side="right")
        many = end - begin
        a = np.repeat(np.arange(len(place)), many)
        b = order[np.repeat(begin, many) + np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)]
        keep = a < b if offset == 0 else a != b
        first.append(a[keep])
        second.append(b[keep])
    return np.concatenate(first), np.concatenate(second)


def _pack(sizes: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Corners of boxes in rows, in the order given, so that the whole is about as wide as a screen."""
    if not sizes:
        return []
    area = sum(width * height for width, height in sizes)
    limit = max(max(width for width, _ in sizes), math.sqrt(area * 1.6))
    corners = []
    x = y = row = 0.0
    for width, height in sizes:
        if x and x + width > limit:
            x, y, row = 0.0, y + row, 0.0
        corners.append((x, y))
        x, row = x + width, max(row, height)
    return corners
