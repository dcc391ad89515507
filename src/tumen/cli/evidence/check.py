"""`tumen evidence check`: do claims stand where their locators say?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tumen.cli.failures import as_text
from tumen.cli.output import Talk
from tumen.errors import SituationError

if TYPE_CHECKING:
    from tumen.evidence.locators import LocatorReport, Missing

_REMEDY = "mend locator or tokens in claims.csv; sources.toml declares sections without a printed heading"


def check(
    talk: Talk,
    name: Annotated[str, typer.Argument(help="Name of a situation, or its folder.")] = "dprk-china",
    *,
    sources: Annotated[Path, typer.Option(help="Folder with the text of each source, as SOURCE-ID.txt.")],
) -> int:
    """Find each claim where its locator says."""
    from tumen.evidence.locators import check_claims
    from tumen.evidence.texts import read_texts
    from tumen.situation import read_situation

    evidence = read_situation(name).evidence
    cited = dict.fromkeys(claim.source for claim in evidence.claims.values())
    report = check_claims(evidence, read_texts(sources, cited))
    claims, missing = sum(report.claims.values()), len(report.missing)
    _show_missing(talk, report.missing)
    _show_totals(talk, report)
    talk.data({"claims": claims, "found": claims - missing, "missing": [_as_dict(m) for m in report.missing]})
    if not missing:
        return 0
    are = "claim is" if missing == 1 else "claims are"
    problem = f"{missing} of {claims} {are} not where the locator says"
    error = SituationError("T290", problem, where=f"{name}, claims.csv", remedy=_REMEDY)
    talk.stderr().print(as_text(error), style="red", markup=False)
    return error.exit_code


def _show_missing(talk: Talk, missing: tuple[Missing, ...]) -> None:
    """Print a line for each claim that is missing."""
    if talk.json or not missing:
        return  # so that nothing is imported for nothing
    from tumen.report import clean

    for of in missing:
        talk.show(clean(f"{of.claim} {of.source}, {of.locator}: {of.why}{_elsewhere(of)}"))


def _show_totals(talk: Talk, report: LocatorReport) -> None:
    """Print how many claims were found in each source, and in all."""
    for source, claims in report.claims.items():
        talk.show(f"{source}: {claims - report.missing_in(source)} of {claims} claims found")
    claims = sum(report.claims.values())
    talk.show(f"{claims - len(report.missing)} of {claims} claims stand where their locators say")


def _elsewhere(missing: Missing) -> str:
    """Say where the tokens of a claim do stand."""
    if missing.stands_in:
        return f"; its tokens stand in {', '.join(missing.stands_in)}"
    return "".join(
        f"; {token!r} stands {'in ' + ', '.join(locators) if locators else 'nowhere'}"
        for token, locators in missing.apart.items()
    )


def _as_dict(missing: Missing) -> dict[str, Any]:
    """Give what is said of a claim as plain values."""
    return {
        "id": missing.claim,
        "source": missing.source,
        "locator": missing.locator,
        "why": missing.why,
        "stands_in": list(missing.stands_in),
        "apart": {token: list(locators) for token, locators in missing.apart.items()},
    }
