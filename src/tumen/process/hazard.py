"""Hazards that are constant in a run."""

from tumen.cells import Floats, Ints


def base_hazard(vector: Floats, terms: Ints, pace: Ints) -> Floats:
    """Multiply what the hazard of each exit is made of.

    A rate, or the inverse of a duration, times the factors of cohort and place, times the number of stages where the
    exit ends an Erlang stay (each of k stages passes k times as fast, so that the mean stay is kept).

    Args:
        vector: Numbers of a draw in days and persons, ``[place]``.
        terms: Places in the vector, ``[exit, factor]``.
        pace: Number of stages, ``[exit]``.

    Returns:
        Per person and day, ``[exit]``.

    Source:
        Stages: Erlang's method; Cox & Miller (1965), The Theory of Stochastic Processes, 6.2.
    """
    return vector[terms].prod(axis=1) * pace


def dated_rows(dated: Floats, columns: Ints) -> Floats:
    """Multiply the dated columns that each row of the tables is made of.

    Args:
        dated: ``[step, column]``; the first column is 1.
        columns: ``[row, factor]``.

    Returns:
        ``[step, row]``.
    """
    rows = dated[:, columns[:, 0]]
    for k in range(1, columns.shape[1]):
        rows = rows * dated[:, columns[:, k]]
    return rows
