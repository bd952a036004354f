"""How many words, or letters, of a line were heard otherwise than they were written."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mistakes:
    """Words or letters taken for others, left out or made up, of so many that there are."""

    wrong: int
    of: int

    @property
    def share(self) -> float:
        """From 0, nothing wrong; over 1 where much was made up."""
        return self.wrong / self.of if self.of else float(self.wrong > 0)

    def __add__(self, other: "Mistakes") -> "Mistakes":
        return Mistakes(self.wrong + other.wrong, self.of + other.of)


NONE = Mistakes(0, 0)


def word_mistakes(written: Sequence[str], heard: Sequence[str]) -> Mistakes:
    """The least number of words changed, left out or put in (Levenshtein, 1966). Two words written
    as one, or one as two, are no mistake: "sit bones" sounds like "sitbones"."""
    rows, columns = len(written), len(heard)
    cost = [[row + column for column in range(columns + 1)] for row in range(rows + 1)]
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            cost[row][column] = min(
                cost[row - 1][column] + 1,
                cost[row][column - 1] + 1,
                cost[row - 1][column - 1] + (written[row - 1] != heard[column - 1]),
            )
            if row > 1 and "".join(written[row - 2 : row]) == heard[column - 1]:
                cost[row][column] = min(cost[row][column], cost[row - 2][column - 1])
            if column > 1 and written[row - 1] == "".join(heard[column - 2 : column]):
                cost[row][column] = min(cost[row][column], cost[row - 1][column - 2])
    return Mistakes(cost[rows][columns], rows)


def letter_mistakes(written: Sequence[str], heard: Sequence[str]) -> Mistakes:
    """The same for letters, however they are parted into words."""
    letters, others = "".join(written), "".join(heard)
    costs = list(range(len(others) + 1))
    for row, letter in enumerate(letters, 1):
        before, costs[0] = costs[0], row
        for column, other in enumerate(others, 1):
            least = min(costs[column] + 1, costs[column - 1] + 1, before + (letter != other))
            before, costs[column] = costs[column], least
    return Mistakes(costs[-1], len(letters))
