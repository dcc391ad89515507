"""Labels: parts become one `xarray.Dataset`, and only here."""

from __future__ import annotations

import hashlib
import json
import os
import warnings
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tumen import __version__
from tumen.cells import Floats
from tumen.ensemble import store
from tumen.ensemble.account import account_labels, account_variable
from tumen.ensemble.blocks import Block, Part, Study
from tumen.ensemble.gather import FAILED, check_something, failed_futures, failures_of, gathered
from tumen.ensemble.merged import counted_variables, is_merged, quantiles_of, recorded
from tumen.ensemble.plan import unknown
from tumen.errors import RunError
from tumen.model import Model, whole_numbers
from tumen.policy import Outcome

if TYPE_CHECKING:
    import xarray as xr

AXES = ("world", "draw", "replicate", "period")
BOUNDED_AT_MOST = 0.01
"""Share of steps in which the feedback of a group may stand at its bound before a warning."""
_KINDS = {
    "stock": "people at the end of the period",
    "flow": "people during the period",
    "time": "during the period",
    "signal": "mean level over the period",
    "crowding": "people beyond room at the end of the period",
}
_MISSING = "-1: the draw was rejected (see valid), the future failed, or the figure is withheld"
_MISSING_LEVEL = "not a number: the draw was rejected (see valid), the future failed, or the figure is withheld"
PARTLY = "T430"
_FAILURES_LISTED = 20
"""In the attributes; the manifest has them all."""


def labelled(study: Study, parts: Mapping[Block, Part]) -> xr.Dataset:
    """Put all blocks of a study together and label them.

    Args:
        study: What ran.
        parts: Every block of it, in any order.

    Returns:
        Dimensions ``world, draw, replicate, period`` and ``entry`` (and ``cell``); one variable for each outcome, in
        its unit, -1 where a draw was rejected or the figure is withheld (of a signal, whose level may be negative, not
        a number); ``valid`` and ``entry_value``; ``failed``, where a future did; ``account``, where people are counted
        for the law (`tumen.ensemble.account`). Where futures are merged, histograms in place of the outcomes
        (`tumen.ensemble.merged`), and no account. The attribute ``result_hash`` covers everything recorded.

    Raises:
        TumenError: The first failure of a world in which no future is left; T412 if no draw of it met its anchors.
    """
    import xarray as xr  # noqa: PLC0415  takes seconds

    worlds = {world: gathered(parts, world) for world in study.worlds}
    check_something(study, worlds)
    whole = list(worlds.values())
    valid = np.stack([part.valid for part in whole])
    failed = np.stack([failed_futures(study, part) for part in whole])
    futures = valid[..., None] & ~failed
    variables = counted_variables(study, worlds) if study.plan.merged else _outcomes(study, whole, futures)
    variables["valid"] = (AXES[:2], valid, {"long_name": "draw met its anchors"})
    variables["entry_value"] = (
        ("world", "draw", "entry"),
        np.stack([part.entries for part in whole]),
        {"long_name": "drawn number, in the unit of its parameter or anchor"},
    )
    if failed.any():
        variables[FAILED] = (AXES[:3], failed, {"long_name": "future failed: see the manifest"})
    if study.plan.withheld_cells is not None:
        about = {"units": "persons", "long_name": "people in the cell at the end of the period"}
        variables["cells"] = ((*AXES, "cell"), np.stack([part.cells for part in whole]), about)
    variables |= account_variable(study.plan.account, [part.account for part in whole])
    coords = _coords(study)
    dataset = xr.Dataset(variables, coords=coords, attrs=_attributes(study, worlds))
    return dataset.assign_attrs(result_hash=result_hash(dataset))


def _outcomes(study: Study, worlds: Sequence[Part], futures: NDArray[np.bool_]) -> dict[str, Any]:
    """Label each outcome of each future."""
    outcomes = np.stack([part.outcomes for part in worlds])
    known = futures[..., None, None] & ~study.plan.withheld
    names = enumerate(study.plan.outcomes)
    return {name: _variable(study.model, name, outcomes[..., i], known=known[..., i]) for i, name in names}


def result_hash(dataset: xr.Dataset) -> str:
    """Give the SHA-256 of everything recorded: arrays and labels, whatever their order."""
    lines = [f"{name} {variable_hash(dataset, str(name))}" for name in sorted(map(str, dataset.data_vars))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def variable_hash(dataset: xr.Dataset, name: str) -> str:
    """Give the SHA-256 of one variable with its labels; the same whatever else is recorded, and in what order."""
    array = dataset[name]
    digest = hashlib.sha256(name.encode())
    values = array.to_numpy()
    for axis, dim in enumerate(array.dims):
        labels = dataset[dim].to_numpy()
        order = np.argsort(labels, kind="stable")
        values = np.take(values, order, axis=axis)
        digest.update(json.dumps([str(dim), *map(str, labels[order])]).encode())
        if dim == "period":
            bounds = np.stack([dataset["period_start"].to_numpy(), dataset["period_end"].to_numpy()])
            digest.update(bounds[:, order].astype("datetime64[D]").astype("<i8").tobytes())
    kind = {"b": "|b1", "i": "<i8", "f": "<f8"}[values.dtype.kind]
    digest.update(kind.encode() + np.ascontiguousarray(values, dtype=kind).tobytes())
    return digest.hexdigest()


def quantiles(dataset: xr.Dataset, outcome: str, q: Iterable[float] = (0.05, 0.5, 0.95)) -> xr.DataArray:
    """Give quantiles of an outcome over all futures: draws and replicates together, rejected draws left out.

    Args:
        dataset: From `simulate` or `open_results`.
        outcome: Id of an outcome.
        q: Shares of the futures that lie below.

    Returns:
        In the unit of the outcome, ``[world, quantile, period]``; straight lines between neighbouring futures; not a
        number where the figure is withheld.

    Raises:
        UsageError: T420 if the outcome was not recorded.
        RunError: T412 if every draw of a world was rejected.
    """
    if outcome not in recorded(dataset):
        raise unknown("outcome among those recorded:", outcome, recorded(dataset))
    empty = [str(world) for world in dataset["world"].to_numpy()[~dataset["valid"].any("draw").to_numpy()]]
    if empty:
        raise RunError(
            "T412",
            f"every draw was rejected in world {', '.join(empty)}",
            where=f"the results of {dataset.attrs['situation']}",
            remedy="widen the `solved` range of the scales that its anchors solve, or look at the anchors' priors",
        )
    if is_merged(dataset):
        return _merged_quantiles(dataset, outcome, tuple(q))
    array = dataset[outcome]
    figures = array.where(dataset["valid"] if array.attrs["kind"] == "signal" else dataset["valid"] & (array >= 0))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "All-NaN slice")  # what is withheld is withheld in every future
        result = figures.quantile(list(q), ("draw", "replicate"), keep_attrs=True, skipna=True)
    return result.transpose("world", "quantile", "period")


def _merged_quantiles(dataset: xr.Dataset, outcome: str, q: tuple[float, ...]) -> xr.DataArray:
    """Give quantiles where futures are counted by figure."""
    import xarray as xr  # noqa: PLC0415  takes seconds

    coords = {name: dataset[name] for name in ("world", "period", "period_start", "period_end")}
    values = quantiles_of(dataset, outcome, q).transpose(0, 2, 1)
    units = {"units": json.loads(dataset.attrs["outcomes"])[outcome]}
    return xr.DataArray(values, {**coords, "quantile": list(q)}, ("world", "quantile", "period"), outcome, units)


def created() -> str:
    """Give the time now, or that of ``SOURCE_DATE_EPOCH``, as ``2026-11-21T12:00:00Z``."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.now(UTC) if epoch is None else datetime.fromtimestamp(int(epoch), UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def netcdf(dataset: xr.Dataset) -> bytes:
    """Give a dataset as a compressed netCDF-4 file.

    Made in memory: the library that writes such files crashes the process when a disk is full.
    """
    encoding = {name: {"zlib": True, "complevel": 4} for name in dataset.data_vars}
    return bytes(dataset.to_netcdf(engine="h5netcdf", encoding=encoding))


def _variable(model: Model, name: str, values: Floats, *, known: NDArray[np.bool_]) -> tuple[Any, ...]:
    outcome = model.situation.outcomes[name]
    if outcome.kind == "signal":
        return AXES, np.where(known, values, np.nan), _about(outcome)
    if whole_numbers(model, name):
        whole = np.rint(values).astype(np.int64)
        if not np.array_equal(whole, values):
            raise RunError("T413", "people were counted in fractions", where=name, remedy="please report this")
        return AXES, whole, _about(outcome)
    return AXES, values, _about(outcome)


def _about(outcome: Outcome) -> dict[str, str]:
    return {
        "long_name": outcome.title,
        "units": outcome.unit,
        "kind": outcome.kind,
        "counts": _KINDS[outcome.kind],
        "direction": outcome.direction,
        "missing": _MISSING_LEVEL if outcome.kind == "signal" else _MISSING,
    }


def _coords(study: Study) -> dict[str, Any]:
    periods = study.plan.periods
    days = {
        name: ("period", np.array([getattr(p, bound) for p in periods], "datetime64[ns]"), {"long_name": words})
        for name, bound, words in (
            ("period_start", "starts", "first day"),
            ("period_end", "ends", "last day"),
        )
    }
    partial = ("period", np.array([p.partial for p in periods]), {"long_name": "only a part of the year was run"})
    cells = {} if study.plan.withheld_cells is None else {"cell": [cell.label for cell in study.model.shape.cells]}
    return {
        "world": list(study.worlds),
        "draw": np.arange(study.draws),
        **({} if study.plan.merged else {"replicate": np.arange(study.replicates)}),
        "period": [p.label for p in periods],
        "entry": list(study.model.entries),
        **days,
        "period_partial": partial,
        **cells,
        **account_labels(study.plan.account),
    }


def _attributes(study: Study, worlds: Mapping[str, Part]) -> dict[str, Any]:
    situation = study.model.situation
    failures = failures_of(worlds)
    rejected = {world: _rejected(part) for world, part in worlds.items()}
    return {
        "title": situation.title,
        "situation": situation.id,
        "situation_digest": situation.digest,
        "until": "" if situation.hidden is None else situation.hidden.until.isoformat(),
        "version": __version__,
        "schema_version": store.SCHEMA_VERSION,
        "seed": study.seed,
        "policy": study.policy,
        "changes": json.dumps(dict(sorted(study.model.changes.items()))),
        "switches": json.dumps(dict(study.model.positions)),
        "people_in_hiding": "yes" if situation.people_in_hiding else "no",
        "rejected": json.dumps(rejected),
        "failures": json.dumps([failure.as_dict() for failure in failures[:_FAILURES_LISTED]]),
        "bounded": json.dumps({world: _bounded(study, part) for world, part in worlds.items()}),
        "internal": "yes",
        "replicates": study.replicates,
        "outcomes": json.dumps({name: situation.outcomes[name].unit for name in study.plan.outcomes}),
        "handling": store.HANDLING,
        "created": created(),
    }


def _rejected(part: Part) -> list[int]:
    """List the draws that did not meet their anchors; those that failed are none of them."""
    failed = {failure.draw for failure in part.failed if failure.replicate is None}
    return [draw for draw in np.flatnonzero(~part.valid).tolist() if draw not in failed]


def _bounded(study: Study, part: Part) -> dict[str, float]:
    """Give the share of steps at the bound of the feedback, for the groups in which it was ever reached."""
    steps = int(part.valid.sum()) * study.replicates * len(study.model.steps)
    groups = sorted(study.model.situation.groups)
    return {group: n / steps for group, n in zip(groups, part.bounded.tolist(), strict=True) if n}


def warn_of(dataset: xr.Dataset) -> None:
    """Warn, once each, where the feedback stood at its bound in more than 1 % of the steps, and of what failed."""
    often = [
        f"{group} in {share:.1%} of steps (world {world})"
        for world, groups in json.loads(dataset.attrs["bounded"]).items()
        for group, share in groups.items()
        if share > BOUNDED_AT_MOST
    ]
    if often:
        words = "; ".join(often)
        warnings.warn(f"the feedback on hazards stood at its bound (1/20 to 20): {words}", stacklevel=3)
    if FAILED in dataset:
        first, n = json.loads(dataset.attrs["failures"])[0], int(dataset[FAILED].sum())
        words = f"{first['where']}: {first['code']} {first['problem']}"
        text = f"{PARTLY} {n} of {dataset[FAILED].size} futures failed and are left out; the first in {words}"
        warnings.warn(text, stacklevel=3)
