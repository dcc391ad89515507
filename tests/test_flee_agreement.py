"""The journeys that we simulate are those of Flee 3.1: camp by camp and day by day, means and spreads.

The runs of Flee are those of ``pflee`` on one rank, which freezes all counts during each half of a day, as we do. The
small folder is of our own making; its table holds 200 runs (``benchmarks/peer/run_flee.py``). The public folders and
their tables are no part of the repository: where they are absent their tests are skipped, and say so.
"""

from pathlib import Path

import numpy as np
import pytest

from flee_folders import laid_out
from flee_reference import Reference, means_agree, read_reference, spreads_agree
from tumen.peers.flee import run_folder

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared"
SIX = ("burundi2015", "car2013", "mali2012", "nigeria2022_adm2", "ssudan2013", "ukraine2022")
MEANS, SPREADS = 0.97, 0.90


def compared(folder: Path, table: Path, *, replicates: int, bins: int) -> tuple[Reference, np.ndarray, np.ndarray]:
    """Give the reference, our camps ``[replicate, day, camp]`` in its order, and the people present ``[day]``."""
    reference = read_reference(table)
    ours = run_folder(folder, replicates=replicates, seed=7, hasten=reference.hasten, short_stints=bins)
    at = [ours.camps.index(camp) for camp in reference.camps]
    assert ours.counted[:, at].tolist() == reference.data.tolist()
    return reference, ours.simulated[:, :, at], ours.people.mean(axis=0)


def check(reference: Reference, simulated: np.ndarray, people: np.ndarray) -> None:
    """Means within 3 joint standard errors on 97 % of the camp-days, spreads within chance on 90 %."""
    means, spreads = means_agree(reference, simulated, people), spreads_agree(reference, simulated)
    fixed = (reference.sd == 0) & (simulated.std(axis=0) == 0)
    assert simulated.mean(axis=0)[fixed] == pytest.approx(reference.mean[fixed], abs=0.0005)
    assert means.mean() >= MEANS, f"means agree on {means.mean():.1%}"
    assert spreads.mean() >= SPREADS, f"spreads agree on {spreads.mean():.1%}"


@pytest.mark.parametrize("bins", [8, 64])
def test_a_small_folder_of_ours_goes_as_in_flee(bins: int):
    """It has what the public ones have: camps that fill and open, closed borders and towns, decay, a doubled pair."""
    folder = HERE / "flee"
    reference, simulated, people = compared(
        laid_out("valley"), folder / "valley_reference.csv", replicates=200, bins=bins
    )
    assert (reference.sd > 1).mean() > 0.5  # chance matters
    check(reference, simulated, people)


def test_the_comparison_sees_a_difference_of_a_few_people():
    """Moved by a tenth, or with half the spread, the same numbers no longer pass."""
    reference = read_reference(HERE / "flee" / "valley_reference.csv")
    luck = np.random.default_rng(3)
    drawn = np.rint(luck.normal(reference.mean, reference.sd, (200, *reference.mean.shape))).astype(np.int64)
    people = np.full(len(reference.mean), 1000.0)
    check(reference, drawn, people)
    assert means_agree(reference, np.rint(drawn * 1.1).astype(np.int64), people).mean() < MEANS
    calm = np.rint(reference.mean + (drawn - reference.mean) / 2).astype(np.int64)
    assert spreads_agree(reference, calm).mean() < SPREADS


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder shared/ is not beside the repository")
@pytest.mark.parametrize("name", SIX)
def test_the_public_folders_go_as_in_flee(name: str):
    """With the bins that a run takes if nobody says otherwise."""
    folder, table = SHARED / "conflicts" / name, SHARED / "flee-reference" / f"{name}.csv"
    reference, simulated, people = compared(folder, table, replicates=100, bins=8)
    check(reference, simulated, people)
