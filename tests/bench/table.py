"""Samples to the table: medians, what each target adds to the server alone, ratios to the C relay, the budget.

Absolute microseconds move with the machine and the hour; the ratios within one table are what to trust.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from targets import DIRECT, RELAY

Values = Mapping[str, float]  # target to figure
Check = Callable[[Values, Values], bool | None]  # figures and added figures to "within budget?"; None: cannot say


@dataclass(frozen=True)
class Row:
    """One line. `added`: the figure is a cost on top of the server's own, so cells show both.

    `samples`: target to its figures, one a round. `budget`, `within`: what the design allows, in words and as a test.
    """

    name: str
    samples: Mapping[str, Sequence[float]]
    added: bool = False
    digits: int = 1
    budget: str = ""
    within: Check = lambda _figures, _added: None

    def figures(self) -> Values:
        """Target to the median of its rounds."""
        return {target: statistics.median(rounds) for target, rounds in self.samples.items()}

    def over_direct(self) -> Values:
        """Target to the median of its differences to the server alone in the same round."""
        direct = self.samples.get(DIRECT, ())
        return {
            target: statistics.median(mine - bare for mine, bare in zip(rounds, direct, strict=True))
            for target, rounds in self.samples.items()
            if direct
        }

    def cells(self, targets: Sequence[str]) -> list[str]:
        """The line's text, a cell a column."""
        figures = self.figures()
        added = self.over_direct() if self.added else figures
        shown = [self._cell(target, figures, added) for target in targets]
        ratios = [self._ratio(target, added) for target in targets if target not in (DIRECT, RELAY)]
        verdict = {None: "", True: ": met", False: ": MISSED"}[self.within(figures, added)]
        return [self.name, *shown, *ratios, self.budget + verdict]

    def _cell(self, target: str, figures: Values, added: Values) -> str:
        if target not in figures:
            return "-"
        text = f"{figures[target]:,.{self.digits}f}"
        return f"{text} ({added[target]:+,.{self.digits}f})" if self.added and target != DIRECT else text

    def _ratio(self, target: str, figures: Values) -> str:
        floor = figures.get(RELAY, 0.0)
        return f"{figures[target] / floor:.2f}" if target in figures and floor > 0 else "-"


def text(rows: Sequence[Row], targets: Sequence[str]) -> str:
    """The whole table, aligned, readable as Markdown."""
    ratios = [f"{target} / C relay" for target in targets if target not in (DIRECT, RELAY)]
    lines = [["measure (in brackets: over direct)", *targets, *ratios, "budget"], *(row.cells(targets) for row in rows)]
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    aligned = [
        [cell.rjust(width) if 0 < at < len(widths) - 1 else cell.ljust(width) for at, (cell, width) in enumerate(pairs)]
        for pairs in (list(zip(line, widths, strict=True)) for line in lines)
    ]
    rule = ["-" * width for width in widths]
    return "\n".join(f"| {' | '.join(line)} |" for line in [aligned[0], rule, *aligned[1:]])
