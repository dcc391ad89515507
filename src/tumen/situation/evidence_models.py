"""The TOML files of evidence as pydantic models."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tumen.evidence import Support
from tumen.situation.fields import Id, Strict, Text, refers


class SourceTable(Strict):
    """A document."""

    title: Text = Field(description="As printed.")
    author: Text = Field(description="Who wrote or issued it.")
    date: str = Field(description="YYYY, YYYY-MM or YYYY-MM-DD; may be empty.")
    kind: Text = Field(description="Article, statistics …")
    note: str = Field("", description="What to know about its angle.")
    publisher: str = Field("", description="Who brought it out.")
    published: str = Field("", description="When it came out, where that is later than `date`.")
    language: str = Field("", description="Code of ISO 639-1, e.g. en.")
    interests: str = Field("", description="Who paid for it or whom its author works for, as far as it says.")
    unprinted: dict[str, str] = Field(
        default_factory=dict, description="Section of which no heading is printed → the words with which it begins."
    )
    quotations: list[str] = Field(
        default_factory=list, description="First words of block quotations that read on from the paragraph before."
    )


class QuantityTable(Strict):
    """Something that several sources give figures of."""

    title: Text = Field(description="For people to read.")
    definition: Text = Field(description="What counts and what does not.")
    unit: Literal[
        "persons", "persons/year", "share", "years", "months", "days", "factor", "index", "USD", "deaths", "arrests",
    ] = Field(description="Unit in which figures are compared.")  # fmt: skip
    support: Support = Field(description="Positive numbers, a share between 0 and 1, or any real number.")
    subjects: list[str] = refers("subject", "Subjects of claims that speak of it.", default_factory=list)
    outcome: str = refers("outcome", "Outcome that answers it.", default="")
    over: str = refers("outcome", "Outcome by which that is divided, for a share.", default="")


class PoolTable(Strict):
    """Claims and observations of one quantity at one time, from which its prior is made."""

    title: Text = Field(description="For people to read.")
    quantity: str = refers("quantity", "What it is about.")
    date: str = Field(description="YYYY, or YYYY-MM for the end of a month.")


class SourcesFile(Strict):
    """sources.toml."""

    source: dict[Id, SourceTable] = Field(default_factory=dict)


class QuantitiesFile(Strict):
    """quantities.toml."""

    quantity: dict[Id, QuantityTable] = Field(default_factory=dict)


class PoolsFile(Strict):
    """pools.toml."""

    pool: dict[Id, PoolTable] = Field(default_factory=dict)
