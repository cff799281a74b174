"""Tables whose columns and rows are drawn: rules that cross make a lattice, its meshes the cells."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from orientir.engines.reading.layout.model import Rule, Table, TableCell, Word, printed_lines

# A page with more is a drawing: nobody rules a table with so many lines. Dotted ones may come as thousands of dots.
_MOST_RULES = 30_000
_MOST_EDGES = 2_000
_MOST_MESHES = 20_000
_HIGHEST_BAND = 5.0  # heights of the type


@dataclass(frozen=True, slots=True)
class Edge:
    """A straight rule: where it lies, and from where to where it runs."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Box:
    """A mesh of a lattice: first row and column, how many of each."""

    row: int
    column: int
    down: int
    span: int


@dataclass(frozen=True)
class Lattice:
    """Columns between `xs`, rows between `ys`, and the boxes that they form together."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]

    @property
    def is_table(self) -> bool:
        """A frame around a text, or boxes one under another, are no table."""
        return len({box.column for box in self.boxes}) > 1

    def holds(self, x: float, y: float) -> bool:
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def mesh(self, x: float, y: float) -> tuple[int, int]:
        """Row and column at a point inside the lattice."""
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        return row, column


def straight(rules: Iterable[Rule], size: float) -> tuple[list[Edge], list[Edge]]:
    """Horizontal and upright edges: pieces in one line joined, doubled lines taken as one."""
    flat: list[Edge] = []
    upright: list[Edge] = []
    for rule in rules:
        width, height = rule.x1 - rule.x0, rule.bottom - rule.top
        thin = 0.4 * size
        if height <= thin and width >= height:
            flat.append(Edge((rule.top + rule.bottom) / 2, rule.x0, rule.x1))
        if width <= thin and height >= width:
            upright.append(Edge((rule.x0 + rule.x1) / 2, rule.top, rule.bottom))
    if len(flat) + len(upright) > _MOST_RULES:
        return [], []
    flat, upright = _joined(flat, size), _joined(upright, size)
    return (flat, upright) if len(flat) + len(upright) <= _MOST_EDGES else ([], [])


def _joined(edges: list[Edge], size: float) -> list[Edge]:
    """Edges on nearly one line, end to end or dotted, are one; no column is as narrow as the two lines of a border."""
    found: list[Edge] = []
    for group in _near(edges, lambda edge: edge.at, 0.45 * size):
        at = sum(edge.at * (edge.end - edge.start + 0.01) for edge in group)
        at /= sum(edge.end - edge.start + 0.01 for edge in group)
        start = end = None
        for edge in sorted(group, key=lambda edge: edge.start):
            if end is None or start is None or edge.start > end + 0.4 * size:
                if start is not None and end is not None:
                    found.append(Edge(at, start, end))
                start, end = edge.start, edge.end
            else:
                end = max(end, edge.end)
        if start is not None and end is not None:
            found.append(Edge(at, start, end))
    return [edge for edge in found if edge.end - edge.start >= 0.7 * size]


def _near(edges: Sequence[Edge], key: Callable[[Edge], float], apart: float) -> list[list[Edge]]:
    groups: list[list[Edge]] = []
    for edge in sorted(edges, key=key):
        if groups and key(edge) - key(groups[-1][0]) <= apart:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return groups


def lattices(flat: Sequence[Edge], upright: Sequence[Edge], size: float) -> list[Lattice]:
    """Each group of edges that cross one another, from the top of the page downwards."""
    found = []
    for rows, columns in _with_bands(_crossing(flat, upright, 0.35 * size), size):
        lattice = _lattice(rows, columns, size)
        if lattice is not None:
            found.append(lattice)
    tables = [lattice for lattice in found if lattice.is_table]
    outer = [lattice for lattice in tables if not any(_inside(lattice, other) for other in tables)]
    return sorted(outer, key=lambda lattice: lattice.ys[0])


def _inside(inner: Lattice, outer: Lattice) -> bool:
    """A table within the cell of another is read as the lines of that cell."""
    if inner is outer or len(inner.boxes) >= len(outer.boxes):
        return False
    return outer.holds(inner.xs[0], inner.ys[0]) and outer.holds(inner.xs[-1], inner.ys[-1])


_Group = tuple[list[Edge], list[Edge]]


def _crossing(flat: Sequence[Edge], upright: Sequence[Edge], near: float) -> list[_Group]:
    """Groups of flat and upright edges that touch; one that touches none is a group of its own."""
    parents = list(range(len(flat) + len(upright)))

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    order = sorted(range(len(flat)), key=lambda at: flat[at].at)
    levels = [flat[at].at for at in order]
    for number, edge in enumerate(upright, start=len(flat)):
        first = bisect_right(levels, edge.start - near)
        last = bisect_right(levels, edge.end + near)
        for at in order[first:last]:
            if flat[at].start - near <= edge.at <= flat[at].end + near:
                parents[root(at)] = root(number)
    groups: dict[int, _Group] = defaultdict(lambda: ([], []))
    for at, edge in enumerate((*flat, *upright)):
        groups[root(at)][at >= len(flat)].append(edge)
    return [group for group in groups.values() if group[0]]


def _with_bands(groups: Sequence[_Group], size: float) -> list[_Group]:
    """Join what a heading over all columns parts in a table that is open at its sides: there no edge goes through."""
    joined: list[_Group] = []
    for rows, columns in sorted(groups, key=lambda group: min(edge.at for edge in group[0])):
        last = joined[-1] if joined else None
        if last is not None and _is_open_beside(last, (rows, columns), size):
            last[0].extend(rows)
            last[1].extend(columns)
        else:
            joined.append((list(rows), list(columns)))
    return [group for group in joined if group[1]]


def _is_open_beside(above: _Group, below: _Group, size: float) -> bool:
    """Both as wide, without a side drawn, and no further apart than a heading is high."""
    first, second = _extent(above[0]), _extent(below[0])
    if max(abs(first[0] - second[0]), abs(first[1] - second[1])) > 0.5 * size:
        return False
    inner = [edge.at for edge in (*above[1], *below[1])]
    places = [{round(edge.at / size) for edge in group[1]} for group in (above, below)]
    if not inner or (all(places) and not _alike(*places)):
        return False
    if min(inner) - first[0] < size or first[1] - max(inner) < size:
        return False
    return min(edge.at for edge in below[0]) - max(edge.at for edge in above[0]) < _HIGHEST_BAND * size


def _alike(first: set[int], second: set[int]) -> bool:
    """Whether most columns of the one are those of the other; places are rounded."""
    shared = sum(1 for place in first if {place - 1, place, place + 1} & second)
    return shared >= 0.75 * max(len(first), len(second))


def _extent(edges: Sequence[Edge]) -> tuple[float, float]:
    return min(edge.start for edge in edges), max(edge.end for edge in edges)


def _lattice(flat: Sequence[Edge], upright: Sequence[Edge], size: float) -> Lattice | None:
    # Sides may be open: the outer ones of a row of rules that stick out, the lowest where a page cuts a table.
    xs = _with_open_sides(sorted({edge.at for edge in upright}), flat, size)
    ys = _with_open_sides(sorted({edge.at for edge in flat}), upright, size)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > _MOST_MESHES:
        return None
    below = _coverage(flat, xs, ys)
    beside = _coverage(upright, ys, xs)
    boxes = _boxes(len(ys) - 1, len(xs) - 1, below, beside)
    return Lattice(tuple(xs), tuple(ys), tuple(boxes))


def _with_open_sides(lines: list[float], across: Sequence[Edge], size: float) -> list[float]:
    first, last = min(edge.start for edge in across), max(edge.end for edge in across)
    if lines[0] - first > size:
        lines = [first, *lines]
    if last - lines[-1] > size:
        lines = [*lines, last]
    return lines


def _coverage(edges: Sequence[Edge], steps: Sequence[float], levels: Sequence[float]) -> set[tuple[int, int]]:
    """(level, step) for each piece between two neighbouring steps that is drawn over half of its length."""
    drawn: dict[tuple[int, int], float] = defaultdict(float)
    place = {level: at for at, level in enumerate(levels)}
    for edge in edges:
        level = place[edge.at]
        for step in range(max(bisect_right(steps, edge.start) - 1, 0), len(steps) - 1):
            if steps[step] >= edge.end:
                break
            shared = min(edge.end, steps[step + 1]) - max(edge.start, steps[step])
            drawn[level, step] += shared / (steps[step + 1] - steps[step])
    return {key for key, share in drawn.items() if share > 0.5}


def _boxes(rows: int, columns: int, below: set[tuple[int, int]], beside: set[tuple[int, int]]) -> list[Box]:
    """Meshes with no rule between them are one box; a shape that is no rectangle is parted into such."""
    owner = {(row, column): (row, column) for row in range(rows) for column in range(columns)}

    def root(mesh: tuple[int, int]) -> tuple[int, int]:
        while owner[mesh] != mesh:
            owner[mesh] = owner[owner[mesh]]
            mesh = owner[mesh]
        return mesh

    for row in range(rows):
        for column in range(columns):
            if column + 1 < columns and (column + 1, row) not in beside:
                owner[root((row, column + 1))] = root((row, column))
            if row + 1 < rows and (row + 1, column) not in below:
                owner[root((row + 1, column))] = root((row, column))
    shapes: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for mesh in owner:
        shapes[root(mesh)].append(mesh)
    boxes = [box for shape in shapes.values() for box in _rectangles(shape)]
    return sorted(boxes, key=lambda box: (box.row, box.column))


def _rectangles(shape: Iterable[tuple[int, int]]) -> list[Box]:
    """Runs of meshes side by side; equal runs under one another are one box."""
    runs: list[Box] = []
    for row, column in sorted(shape):
        last = runs[-1] if runs else None
        if last and last.row == row and last.column + last.span == column:
            runs[-1] = Box(row, last.column, 1, last.span + 1)
        else:
            runs.append(Box(row, column, 1, 1))
    boxes: list[Box] = []
    for run in runs:
        for at, box in enumerate(boxes):
            if (box.column, box.span) == (run.column, run.span) and box.row + box.down == run.row:
                boxes[at] = Box(box.row, box.column, box.down + 1, box.span)
                break
        else:
            boxes.append(run)
    return boxes


def table_of(lattice: Lattice, words: Iterable[Word], page: int) -> Table:
    """The words in their boxes, rows from the top; a box over several rows has its text in the first of them."""
    boxes: dict[tuple[int, int], Box] = {}
    for box in lattice.boxes:
        for row in range(box.row, box.row + box.down):
            boxes.update(((row, column), box) for column in range(box.column, box.column + box.span))
    inside: dict[Box, list[Word]] = defaultdict(list)
    for word in words:
        inside[boxes[lattice.mesh(*word.middle)]].append(word)
    rows: list[list[TableCell]] = [[] for _ in range(len(lattice.ys) - 1)]
    for box in lattice.boxes:
        sides = lattice.xs[box.column], lattice.xs[box.column + box.span]
        lines = printed_lines(inside[box], page, *sides)
        rows[box.row].append(TableCell(box.column, box.span, box.down, lines))
        for row in range(box.row + 1, box.row + box.down):
            rows[row].append(TableCell(box.column, box.span, 1, [], continues=True))
    for cells in rows:
        cells.sort(key=lambda cell: cell.start)
    return Table(page, lattice.ys[0], lattice.ys[-1], list(lattice.xs), rows)
