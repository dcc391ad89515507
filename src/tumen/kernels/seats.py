"""Seats: scale the hazards of exits that share a limit so that the expected intake fits.

For each limit the factor f in [0, 1] is the largest with expected intake at most the free seats at the start of the
step. Intake rises with f, so it is found by bisection; limits that meet in a cell are swept until none is exceeded.
"""

import math

import numpy as np

from tumen.kernels.compete import hazards
from tumen.kernels.jit import compiled, inner

_SWEEPS = 20
_HALVINGS = 50


@compiled
def expected_intake(cells, base, rate, seat_scale, days, stock, hazard):
    """Give the expected number of people who take a seat of each limit during `days`, ``[seat]``."""
    intake = np.zeros(seat_scale.size)
    for cell in cells.seated_cells:
        if stock[cell] == 0:
            continue
        total = hazards(cells, base, rate, seat_scale, cell, hazard)
        if total <= 0.0:
            continue
        part = -stock[cell] * math.expm1(-total * days) / total
        for e in range(cells.first[cell], cells.end[cell]):
            if cells.seat[e] >= 0:
                intake[cells.seat[e]] += part * hazard[e]
    return intake


@inner
def free_seats(cells, capacity, taken, stock, free):
    """Write the seats that are free into `free` ``[seat]``; `taken` are those taken earlier in the step."""
    for s in range(free.size):
        free[s] = capacity[s] - (taken[s] if cells.seat_per_step[s] == 1 else 0.0)
    for i in range(cells.occupant_seat.size):
        free[cells.occupant_seat[i]] -= stock[cells.occupant_cell[i]]
    for s in range(free.size):
        free[s] = max(free[s], 0.0)


@compiled
def scale_seats(cells, base, rate, days, stock, free, hazard, seat_scale):
    """Write the factor of each limit into `seat_scale` ``[seat]``."""
    seat_scale[:] = 1.0
    for _ in range(_SWEEPS):
        intake = expected_intake(cells, base, rate, seat_scale, days, stock, hazard)
        if (intake <= free).all():
            return
        for s in range(free.size):
            if intake[s] <= free[s]:
                continue
            low, high = 0.0, seat_scale[s]
            for _ in range(_HALVINGS):
                seat_scale[s] = (low + high) / 2
                if expected_intake(cells, base, rate, seat_scale, days, stock, hazard)[s] <= free[s]:
                    low = seat_scale[s]
                else:
                    high = seat_scale[s]
            seat_scale[s] = low
