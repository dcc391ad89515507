"""Commands about what numbers rest on: `tumen evidence check` and its like."""

from __future__ import annotations

import typer

from tumen.cli.evidence import check, graph, items, prior
from tumen.cli.output import command

app = typer.Typer(help="Look at sources, claims and priors, and check them.", rich_markup_mode=None)

for _function in (check.check, items.show, graph.graph, prior.prior):
    command(app)(_function)
command(app, "list")(items.list_)
