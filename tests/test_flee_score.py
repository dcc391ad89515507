"""Scores and columns are the peer's own: shown on a file that Flee 3.1 wrote for a small folder of ours."""

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tumen.interop.flee.columns import Counts, out_csv
from tumen.interop.flee.score import score

OUT = Path(__file__).parent / "flee" / "out.csv"


def written() -> list[dict[str, str]]:
    """Read what Flee wrote."""
    with OUT.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def arrays(rows: list[dict[str, str]]) -> Counts:
    """Give the same as arrays."""
    camps = tuple(name.removesuffix(" sim") for name in rows[0] if name.endswith(" sim"))

    def column(name: str) -> np.ndarray:
        return np.array([int(row[name]) for row in rows])

    return Counts(
        first=date.fromisoformat(rows[0]["Date"]),
        camps=camps,
        simulated=np.stack([column(f"{camp} sim") for camp in camps], axis=1),
        counted=np.stack([column(f"{camp} data") for camp in camps], axis=1),
        people=column("total refugees (simulation)"),
        reported=column("raw UNHCR refugee count"),
        debt=column("refugee_debt"),
    )


def published(rows: list[dict[str, str]], *, rescaled: bool) -> float:
    """Compute the error as the peer's validation does, from the text of the file alone, in plain Python."""
    camps = [name.removesuffix(" sim") for name in rows[0] if name.endswith(" sim")]
    days = []
    for row in rows:
        seen, there = (float(row[f"refugees in camps ({of})"]) for of in ("UNHCR", "simulation"))
        factor = (seen / there if there > 0 else 0.0) if rescaled else 1.0
        off = [round(abs(float(row[f"{c} sim"]) * factor - float(row[f"{c} data"])), 4) for c in camps]
        days.append(sum(off) / max(seen, 1.0))
    return sum(days) / len(days)


def of(counts: Counts):
    return score(counts.simulated, counts.counted, counts.reported)


def test_the_error_is_that_of_the_peers_validation():
    rows = written()
    found = of(arrays(rows))
    assert found.ard == pytest.approx(published(rows, rescaled=False), abs=1e-9)
    assert found.ard_rescaled == pytest.approx(published(rows, rescaled=True), abs=1e-9)
    assert found.by_camp.sum() == pytest.approx(found.ard, abs=1e-12)
    assert found.ard > 0.05  # the file holds errors that a wrong formula could miss
    assert abs(found.ard - found.ard_rescaled) > 0.005


def test_a_day_by_hand():
    """80 and 30 people where 60 and 40 are counted: |20| + |10| of 100; rescaled by 100 / 110: 72.7273 and 27.2727."""
    found = score(np.array([[80, 30]]), np.array([[60, 40]]), np.array([100]))
    assert found.ard == pytest.approx(0.3)
    assert found.by_camp.tolist() == pytest.approx([0.2, 0.1])
    assert found.ard_rescaled == pytest.approx((12.7273 + 12.7273) / 100)


def test_where_nobody_is_counted_heads_stand_for_shares():
    """Nobody counted on day 0: 3 people there are an error of 3; rescaled by 0 they are none. Day 1: |9 - 10| / 10."""
    found = score(np.array([[3], [9]]), np.array([[0], [10]]), np.array([5, 10]))
    assert found.ard == pytest.approx((3 + 0.1) / 2)
    assert found.ard_rescaled == pytest.approx(0)
    assert found.without_data.tolist() == [True, False]


def test_where_nobody_was_reported_so_far_the_counts_of_camps_do_not_count_as_data():
    """The peer writes U = S = 0 then: 5 counted, 3 there is an error of 2 heads, and of 5 rescaled."""
    found = score(np.array([[3]]), np.array([[5]]), np.array([0]))
    assert found.ard == pytest.approx(2)
    assert found.ard_rescaled == pytest.approx(5)
    assert found.without_data.tolist() == [True]


def test_replicates_are_scored_each_for_itself():
    counts = arrays(written())
    both = np.stack([counts.simulated, counts.counted])
    found = score(both, counts.counted, counts.reported)
    assert found.ard.shape == (2,)
    assert found.ard[0] == of(counts).ard
    assert found.ard[1] == 0


def test_the_columns_are_those_of_the_peer():
    """All of Flee's file comes back from its counts: the errors of camps and of all of them are computed anew."""
    text = out_csv(arrays(written()))
    ours, theirs = (list(csv.reader(lines)) for lines in (text.splitlines(), OUT.read_text("utf-8").splitlines()))
    assert ours[0] == theirs[0]
    for mine, other in zip(ours[1:], theirs[1:], strict=True):
        assert mine[1] == other[1]
        assert [float(x) for x in mine[2:]] == pytest.approx([float(x) for x in other[2:]], rel=1e-12)


def test_newer_flee_dates_a_row_by_the_day_after_and_keeps_its_people():
    counts = arrays(written())
    rows = list(csv.reader(out_csv(counts, "head").splitlines()))
    assert [row[:2] for row in rows[1:3]] == [["0", "2030-01-02"], ["1", "2030-01-03"]]
    zero = Counts(date(2030, 1, 1), ("A",), *(np.array([[7]]), np.array([[5]])), *(np.array([x]) for x in (9, 0, 4)))
    assert out_csv(zero).splitlines()[1] == "0,2030-01-01,7,5,0.4,0,0,0,0,0,0"
    assert out_csv(zero, "head").splitlines()[1] == "0,2030-01-02,7,5,0.4,0,0,9,0,7,0"
