"""The map of hexagons: a grid, a layout of wards on it, and how good a layout is.

Hexagons have a flat top and stand in columns; those of odd columns stand half a hexagon higher,
and rows are counted from the south ("odd-q" of HexJSON,
open-innovations.org/projects/hexmaps/hexjson.html). Lengths are in hexagon widths: the distance
between the centres of two hexagons that share an edge. x is east, y is north.

The layout is found in four steps, each of them a known one:

1. ``_unfolded``: positions in which neighbours are one width apart in their true direction, as
   nearly as all of them can be (least squares). Crowded towns grow, empty moors shrink: a
   cartogram of the neighbourhood graph.
2. ``_spread``: what still overlaps pushes apart, as the circles of D. Dorling, Area Cartograms
   (Concepts and Techniques in Modern Geography 59, 1996).
3. ``_assigned``: each ward to a hexagon of its own at the least sum of squared distances
   (D. F. Crouse, IEEE Transactions on Aerospace and Electronic Systems 52, 2016; scipy).
4. ``_anneal``: wards change places while that improves the map, at first also when it does not
   (S. Kirkpatrick, C. D. Gelatt and M. P. Vecchi, Science 220, 1983: 671-680).

What makes a tile map good is taken from G. McNeill and S. A. Hale, Generating Tile Maps, Computer
Graphics Forum 36, 2017: neighbours, positions and the outline.

NumPy and SciPy take a while to import, so functions import them when they need them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np

    Positions = np.ndarray[tuple[int, int], np.dtype[np.float64]]

RADIUS = 1 / math.sqrt(3)  # from the centre to a corner
COLUMN_WIDTH = 1.5 * RADIUS

Place = tuple[float, float]  # latitude, longitude
# Two things by their numbers, and what it is worth that the second stands beside the first, in
# each of the six directions.
Tie = tuple[int, int, tuple[float, ...]]
Pair = tuple[str, str]


class Cell(NamedTuple):
    """A hexagon of the grid: column from the west, row from the south."""

    column: int
    row: int


def centre(cell: Cell) -> tuple[float, float]:
    """Return the centre (x, y) of a hexagon."""
    return cell.column * COLUMN_WIDTH, cell.row + (cell.column % 2) / 2


def corners(cell: Cell) -> tuple[tuple[float, float], ...]:
    """Return the six corners (x, y) of a hexagon, clockwise from the west."""
    x, y = centre(cell)
    return tuple(
        (x + right * RADIUS / 2, y + up / 2)
        for right, up in ((-2, 0), (-1, 1), (1, 1), (2, 0), (1, -1), (-1, -1))
    )


def beside(cell: Cell) -> tuple[Cell, ...]:
    """Return the six hexagons that share an edge with one, clockwise from the north."""
    column, row = cell
    up = row + column % 2  # the upper of the two rows that a neighbouring column offers
    return (
        Cell(column, row + 1),
        Cell(column + 1, up),
        Cell(column + 1, up - 1),
        Cell(column, row - 1),
        Cell(column - 1, up - 1),
        Cell(column - 1, up),
    )


def pieces(cells: Collection[Cell]) -> list[set[Cell]]:
    """Return the connected pieces of some hexagons."""
    return _pieces(cells, beside)


def _pieces(things: Iterable[Any], around: Callable[[Any], Iterable[Any]]) -> list[set[Any]]:
    left, found = set(things), []
    while left:
        edge = [left.pop()]
        piece = set(edge)
        while edge:
            for one in around(edge.pop()):
                if one in left:
                    left.remove(one)
                    piece.add(one)
                    edge.append(one)
        found.append(piece)
    return found


def enclosed(cells: Collection[Cell]) -> set[Cell]:
    """Return the empty hexagons that hexagons of a map shut in on all sides."""
    columns = [cell.column for cell in cells]
    rows = [cell.row for cell in cells]
    field = {
        Cell(column, row)
        for column in range(min(columns) - 1, max(columns) + 2)
        for row in range(min(rows) - 1, max(rows) + 2)
    }
    outside = Cell(min(columns) - 1, min(rows) - 1)
    return {cell for piece in pieces(field - set(cells)) if outside not in piece for cell in piece}


@dataclass(frozen=True)
class Quality:
    """How good a layout is.

    ``whole`` of ``districts`` districts are in one piece; ``kept`` of ``neighbours`` pairs of
    neighbours stand side by side; ``displacement`` is the median distance, in hexagon widths, of
    a ward from its true position when those are turned, scaled and shifted to fit best;
    ``holes`` are empty hexagons that the map shuts in.
    """

    districts: int
    whole: int
    neighbours: int
    kept: int
    displacement: float
    holes: int

    @property
    def share(self) -> float:
        """Neighbours kept, from 0 to 1."""
        return self.kept / self.neighbours if self.neighbours else 1.0


def quality(
    layout: Mapping[str, Cell],
    neighbours: Iterable[Pair],
    centroids: Mapping[str, Place],
    districts: Mapping[str, str],
) -> Quality:
    """Measure a layout; the mappings are by ward code, and ``districts`` names the district.

    Raises ValueError when two wards have one hexagon, and KeyError when a ward is missing.
    """
    if len(set(layout.values())) < len(layout):
        raise ValueError("two wards stand on one hexagon")
    held: dict[str, set[Cell]] = {}
    for code, cell in layout.items():
        held.setdefault(districts[code], set()).add(cell)
    pairs = list(neighbours)
    return Quality(
        districts=len(held),
        whole=sum(len(pieces(cells)) == 1 for cells in held.values()),
        neighbours=len(pairs),
        kept=sum(layout[two] in beside(layout[one]) for one, two in pairs),
        displacement=_displacement(
            [centre(cell) for cell in layout.values()], [centroids[code] for code in layout]
        ),
        holes=len(enclosed(layout.values())),
    )


def _displacement(positions: Sequence[tuple[float, float]], places: Sequence[Place]) -> float:
    """Return the median distance after the similarity that fits best (least squares).

    In complex numbers that is a straight line through the origin of the centred points, as
    S. Umeyama, IEEE Transactions on Pattern Analysis and Machine Intelligence 13, 1991, without
    mirroring.
    """
    import numpy as np

    true = _projected(places) @ (1, 1j)
    found = np.array(positions) @ (1, 1j)
    true, found = true - true.mean(), found - found.mean()
    spread = np.vdot(true, true).real
    turn = np.vdot(true, found) / spread if spread else 0
    return float(np.median(np.abs(found - turn * true)))


def _projected(places: Sequence[Place]) -> Positions:
    """Return (x, y) of places in degrees of latitude; near enough for a county."""
    import numpy as np

    latitude, longitude = np.array(places, dtype=float).T
    return np.column_stack((longitude * math.cos(math.radians(latitude.mean())), latitude))


# Finding a layout ---------------------------------------------------------------------------

# How long to look: so many attempts for every ward.
STEPS = 300_000
# What one pair of neighbours that is kept is worth is 1; the rest is measured by it.
_WATER_TIE = 0.3  # worth of water that stays beside its shore
_TURNED = 0.3  # which part of that is lost when a neighbour stands on the opposite side
_PULL, _WATER_PULL = 0.015, 0.2  # cost of a squared width away from the unfolded position
# Cost of an empty hexagon with so many occupied ones around it: inlets and holes are dear.
_HOLLOW = (0.0, 0.2, 0.4, 0.66, 1.1, 2.0, 4.0)
_PIECE, _LAST_PIECE = 3.0, 10.0  # cost of a piece too many of a district, and at last
# Temperature at first, and when the map has set. Between the two the sum of all costs falls
# steeply, as when a liquid freezes; nearly all the steps are spent there.
_HOT, _SET, _COLD = 0.62, 0.42, 0.05
_FREEZING = 0.85  # which part of the steps that is
_LAST = 0.9  # after this part, no district is torn any more
_TOWARDS = 0.6  # how often a ward tries to come beside a neighbour, rather than anywhere near
_NEAR_SHORE = 0.126  # degrees of latitude: water farther away is not the water of a ward
_MARGIN = 3  # free hexagons around the map
_PUSHES = 300


def lay_out(
    centroids: Mapping[str, Place],
    districts: Mapping[str, str],
    neighbours: Iterable[Pair],
    *,
    water: Mapping[str, Sequence[Place]] | None = None,
    seed: int = 0,
    steps: int = STEPS,
    told: Callable[[float], None] | None = None,
) -> dict[str, Cell]:
    """Return a hexagon for every ward, in the order of ``centroids``.

    ``centroids`` (latitude, longitude) and ``districts`` are by ward code; ``neighbours`` are the
    pairs that share a boundary. ``water`` names bays and estuaries that are to stay open, each by
    some points of it: every point takes one hexagon that is left empty in the end. ``steps`` is
    the number of attempts per ward, and ``told`` hears which part of them is done (0 to 1). The
    same input gives the same layout on one machine. Nearly always every district is in one
    piece; ``quality`` tells. Raises ValueError without wards.
    """
    if not centroids:
        raise ValueError("there are no wards to lay out")
    codes = list(centroids)
    number = {code: at for at, code in enumerate(codes)}
    names = list(dict.fromkeys(districts[code] for code in codes))
    groups = [names.index(districts[code]) for code in codes]
    places = [*centroids.values()]
    for at, points in enumerate((water or {}).values(), start=len(names)):
        places += points
        groups += [at] * len(points)
    land = [(number[one], number[two]) for one, two in neighbours]
    land += _bridges(land, groups[: len(codes)], places)
    shore = _shore(len(codes), places)
    targets = _spread(_unfolded([*land, *shore], places))
    cells, start = _assigned(targets)
    ties = _ties(land, 1.0, places) + _ties(shore, _WATER_TIE, places)
    pulls = [_PULL] * len(codes) + [_WATER_PULL] * (len(places) - len(codes))
    board = _Board(cells, start, groups, ties, _pull_table(cells, targets, pulls))
    _anneal(board, Random(seed), steps * len(codes), told)  # noqa: S311  (no secret)
    return _at_origin({code: cells[board.cell_of[number[code]]] for code in codes})


def _bridges(
    pairs: Sequence[tuple[int, int]], groups: Sequence[int], places: Sequence[Place]
) -> list[tuple[int, int]]:
    """Return the pairs that join what water parts: first each district, then the whole map."""
    positions = [complex(x, y) for x, y in _projected(places[: len(groups)])]
    around: list[set[int]] = [set() for _ in groups]
    for one, two in pairs:
        around[one].add(two)
        around[two].add(one)
    found: list[tuple[int, int]] = []
    everybody = range(len(groups))
    districts = [[one for one in everybody if groups[one] == group] for group in set(groups)]
    for members in (*districts, everybody):
        while len(parts := _pieces(members, around.__getitem__)) > 1:
            near = [
                min((abs(positions[one] - positions[two]), one, two) for one in a for two in b)
                for a, b in combinations(parts, 2)
            ]
            _, one, two = min(near)
            around[one].add(two)
            around[two].add(one)
            found.append((one, two))
    return found


def _shore(wards: int, places: Sequence[Place]) -> list[tuple[int, int]]:
    """Return which points of water are beside which others and beside which wards."""
    if len(places) == wards:
        return []
    import numpy as np
    from scipy.spatial import Delaunay, QhullError

    positions = _projected(places)
    try:
        groups = Delaunay(positions).simplices.tolist()
    except QhullError:  # too few for triangles, or all on one line
        groups = [range(len(places))]
    edges = {(min(edge), max(edge)) for group in groups for edge in combinations(group, 2)}
    return sorted(
        (one, two)
        for one, two in edges
        if two >= wards and np.linalg.norm(positions[one] - positions[two]) < _NEAR_SHORE
    )


def _unfolded(pairs: Sequence[tuple[int, int]], places: Sequence[Place]) -> Positions:
    """Return positions in which pairs are one apart, in their true direction, as far as can be."""
    import numpy as np

    positions = _projected(places)
    one, two = np.array(pairs, dtype=int).reshape(-1, 2).T
    apart = positions[two] - positions[one]
    wanted = apart / np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), 1e-9)
    matrix = np.zeros((len(pairs), len(places)))
    matrix[np.arange(len(pairs)), two] = 1
    matrix[np.arange(len(pairs)), one] = -1
    found: Positions = np.linalg.lstsq(matrix, wanted, rcond=None)[0]
    return found


def _spread(positions: Positions) -> Positions:
    """Return positions pushed apart until hardly two are less than one width from each other."""
    import numpy as np
    from scipy.spatial import cKDTree

    # Two at one spot have no direction to part in: a thousandth of a turn each gives them one.
    angle = np.arange(len(positions)) * 2.4
    positions = positions + 1e-3 * np.column_stack((np.cos(angle), np.sin(angle)))
    for _ in range(_PUSHES):
        one, two = cKDTree(positions).query_pairs(1.0, output_type="ndarray").T
        apart = positions[two] - positions[one]
        distance = np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), 1e-9)
        push = apart / distance * (1 - distance) / 4
        np.add.at(positions, two, push)
        np.add.at(positions, one, -push)
    return positions


def _assigned(targets: Positions) -> tuple[list[Cell], list[int]]:
    """Return the cells of a field around some positions, and the number of a cell for each."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    targets -= targets.min(axis=0) - _MARGIN
    columns, rows = (targets.max(axis=0) + _MARGIN) / (COLUMN_WIDTH, 1)
    cells = [
        Cell(column, row) for column in range(int(columns) + 1) for row in range(int(rows) + 1)
    ]
    centres = np.array([centre(cell) for cell in cells])
    away = ((targets[:, None] - centres[None]) ** 2).sum(axis=2)
    return cells, [int(at) for at in linear_sum_assignment(away)[1]]


def _ties(pairs: Sequence[tuple[int, int]], worth: float, places: Sequence[Place]) -> list[Tie]:
    """Return pairs with what they are worth in each direction, as ``beside`` has them."""
    positions = [complex(x, y) for x, y in _projected(places)]
    directions = [complex(*centre(one)) for one in beside(Cell(0, 0))]
    ties = []
    for one, two in pairs:
        apart = positions[two] - positions[one]
        true = apart / abs(apart) if apart else 0j
        turned = [(1 - (true * way.conjugate()).real) / 2 for way in directions]
        ties.append((one, two, tuple(worth * (1 - _TURNED * part) for part in turned)))
    return ties


def _pull_table(
    cells: Sequence[Cell], targets: Positions, pulls: Sequence[float]
) -> list[list[float]]:
    import numpy as np

    centres = np.array([centre(cell) for cell in cells])
    away = ((targets[:, None] - centres[None]) ** 2).sum(axis=2)
    table: list[list[float]] = (away * np.array(pulls)[:, None]).tolist()
    return table


def _at_origin(layout: Mapping[str, Cell]) -> dict[str, Cell]:
    """Return a layout whose first column and row are 0."""
    first = min(cell.column for cell in layout.values())
    # After an odd number of columns the others stand higher.
    moved = {
        code: Cell(cell.column - first, cell.row - (first % 2) * (1 - cell.column % 2))
        for code, cell in layout.items()
    }
    lowest = min(cell.row for cell in moved.values())
    return {code: Cell(cell.column, cell.row - lowest) for code, cell in moved.items()}


class _Board:
    """Wards and water on the cells of a field, all by their numbers, and what changes cost.

    None may stand on the edge of the field: its cells have less than six around them.
    """

    def __init__(
        self,
        cells: Sequence[Cell],
        start: Sequence[int],
        groups: Sequence[int],
        ties: Iterable[Tie],
        pull: list[list[float]],
    ) -> None:
        number = {cell: at for at, cell in enumerate(cells)}
        self.around = [
            tuple(number[one] for one in beside(cell) if one in number) for cell in cells
        ]
        self.cell_of = list(start)
        self.on = [-1] * len(cells)
        for piece, cell in enumerate(start):
            self.on[cell] = piece
        self.group = list(groups)
        self.members: list[list[int]] = [[] for _ in range(max(groups) + 1)]
        for piece, group in enumerate(groups):
            self.members[group].append(piece)
        self.worth: list[dict[int, tuple[float, ...]]] = [{} for _ in groups]
        for one, two, worth in ties:
            self.worth[one][two] = worth
            self.worth[two][one] = worth[3:] + worth[:3]  # from the other side
        self.tied = [tuple(worth) for worth in self.worth]
        self.pull = pull
        self.crowd = [sum(self.on[one] >= 0 for one in around) for around in self.around]
        self.parts = [self.count_parts(group) for group in range(len(self.members))]

    def count_parts(self, group: int) -> int:
        """Return in how many pieces a district or a water is."""
        cell_of, around = self.cell_of, self.around
        left = {cell_of[piece] for piece in self.members[group]}
        parts = 0
        while left:
            parts += 1
            edge = [left.pop()]
            while edge:
                for one in around[edge.pop()]:
                    if one in left:
                        left.remove(one)
                        edge.append(one)
        return parts

    def kept(self, piece: int, cell: int) -> float:
        """Return the worth of the neighbours that a piece has around a cell."""
        worth, on = self.worth[piece], self.on
        total = 0.0
        for direction, one in enumerate(self.around[cell]):
            other = on[one]
            if other in worth:
                total += worth[other][direction]
        return total

    def cost_of_swap(self, piece: int, other: int) -> float:
        """Return what it costs that two pieces change places, but for torn districts."""
        here, there = self.cell_of[piece], self.cell_of[other]
        cost = self.pull[piece][there] - self.pull[piece][here]
        cost += self.pull[other][here] - self.pull[other][there]
        cost += self.kept(piece, here) + self.kept(other, there)
        cost -= self.kept(piece, there) + self.kept(other, here)
        if other in self.worth[piece] and there in self.around[here]:
            # Side by side they were counted from both; they will be, the other way round.
            worth, direction = self.worth[piece][other], self.around[here].index(there)
            cost -= worth[direction] + worth[direction - 3]
        return cost

    def cost_of_move(self, piece: int, there: int) -> float:
        """Return what it costs that a piece goes to an empty cell, but for torn districts."""
        here = self.cell_of[piece]
        cost = self.pull[piece][there] - self.pull[piece][here]
        cost += self.kept(piece, here) - self.kept(piece, there)
        on, crowd = self.on, self.crowd
        near, far = self.around[here], self.around[there]
        cost -= _HOLLOW[crowd[there]]
        cost += _HOLLOW[crowd[here] + (here in far)]
        for one in near:
            if on[one] < 0 and one != there and one not in far:
                cost += _HOLLOW[crowd[one] - 1] - _HOLLOW[crowd[one]]
        for one in far:
            if on[one] < 0 and one not in near:
                cost += _HOLLOW[crowd[one] + 1] - _HOLLOW[crowd[one]]
        return cost

    def change(self, piece: int, there: int) -> None:
        """Put a piece on a cell, and what is there in its place."""
        here, other = self.cell_of[piece], self.on[there]
        self.cell_of[piece], self.on[there], self.on[here] = there, piece, other
        if other >= 0:
            self.cell_of[other] = here
        else:
            for one in self.around[here]:
                self.crowd[one] -= 1
            for one in self.around[there]:
                self.crowd[one] += 1


def _temperature(done: float) -> float:
    """Return the temperature when a part of the steps (0 to 1) is done."""
    if done < _FREEZING:
        return _HOT + (_SET - _HOT) * done / _FREEZING
    return _SET + (_COLD - _SET) * (done - _FREEZING) / (1 - _FREEZING)


def _anneal(
    board: _Board, random: Random, steps: int, told: Callable[[float], None] | None
) -> None:
    """Let pieces change places at falling temperature."""
    number, draw = len(board.cell_of), random.random
    around, on, cell_of, tied = board.around, board.on, board.cell_of, board.tied
    temperature, tear = _HOT, _PIECE
    for step in range(steps):
        if step % 1000 == 0:
            done = step / steps
            temperature = _temperature(done)
            tear = _LAST_PIECE if done > _LAST else _PIECE
            if told:
                told(done)
        piece = int(draw() * number)
        field = around[cell_of[piece]]
        if tied[piece] and draw() < _TOWARDS:
            field = around[cell_of[tied[piece][int(draw() * len(tied[piece]))]]]
        there = field[int(draw() * len(field))]
        other = on[there]
        if other == piece or len(around[there]) < len(_HOLLOW) - 1:
            continue
        bearable = -temperature * math.log(1 - draw())
        cost = board.cost_of_swap(piece, other) if other >= 0 else board.cost_of_move(piece, there)
        _try(board, piece, there, bearable - cost, tear)


def _try(board: _Board, piece: int, there: int, left: float, tear: float) -> None:
    """Change places if tearing districts costs no more than what is left to spend."""
    other = board.on[there]
    touched = {board.group[piece]} | ({board.group[other]} if other >= 0 else set())
    mended = sum(board.parts[group] - 1 for group in touched)
    if left + tear * mended < 0:
        return  # not even mending all would pay for it
    here = board.cell_of[piece]
    board.change(piece, there)
    if len(touched) == 1 and other >= 0:  # within a district nothing is torn
        return
    parts = {group: board.count_parts(group) for group in touched}
    if left < tear * sum(parts[group] - board.parts[group] for group in touched):
        board.change(piece, here)
    else:
        for group in touched:
            board.parts[group] = parts[group]
