"""A what-if of law: a file of new norms, and of the last days of old ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

from pydantic import BaseModel

from tumen.errors import Problem, SituationError
from tumen.law.body import Law
from tumen.law.reform import Reform, reformed
from tumen.situation.checks import kept_out, law, law_norms, law_rules, names
from tumen.situation.columns import TABLES
from tumen.situation.draft import Draft
from tumen.situation.files import Files
from tumen.situation.findings import Spot, instead, plain, shown
from tumen.situation.law import law_of
from tumen.situation.law_models import Ends
from tumen.situation.law_parts import LAW
from tumen.situation.names import KINDS, Names, meant
from tumen.situation.references import mentions, references
from tumen.situation.text import read_text
from tumen.situation.toml import EVERY, FILES, Document, read_document
from tumen.situation.types import Situation
from tumen.world_journey import CAME, NEAR_THRESHOLD

END = "end"
_TABLES: Mapping[str, type[BaseModel]] = {
    **{kind: model for kind, (file, model) in EVERY.items() if file in LAW},
    END: Ends,
}
_LAW_OF = {
    "party": "parties",
    "reference": "references",
    "action": "actions",
    "instrument": "instruments",
    "norm": "norms",
    "fact": "facts",
    "share": "shares",
    "doctrine": "doctrines",
    "condition": "conditions",
    "reading": "readings",
    "position": "positions",
}
"""Kind of table → what holds those of a law."""
_CHECKS = (
    names.check_names,
    names.check_twice,
    kept_out.check_cited,
    law.check_pieces,
    law.check_words,
    law_norms.check_norms,
    law_norms.check_actions,
    law_norms.check_conditions,
    law_norms.check_doctrines,
    law_norms.check_reservations,
    law_rules.check_predicates,
    law_rules.check_facts,
    law_rules.check_circular,
)
_NOTHING = Law({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})


def read_reform(path: str | Path, situation: Situation) -> Law:
    """Read a reform: tables as in norms.toml and positions.toml, and ``[end]``, which gives norms a last day.

    Args:
        path: The file.
        situation: Whose law is reformed. Things of it may be named; none is replaced.

    Returns:
        All law as it would be.

    Raises:
        SituationError: If anything is wrong; T315 where the reform changes what it may not.
    """
    file, found = Path(path), list[Problem]()
    text = read_text(file, found)
    document = None if text is None else read_document(file.name, text, found, kinds=_TABLES)
    before = situation.law or _NOTHING
    if document is not None:
        added, ends = _added(document), _ends(document)
        found.extend((*_twice(document, before), *_wrong_ends(file.name, before, ends)))
        found.extend(_problems(document, replace(situation, law=reformed(before, Reform(added, {}))), file.name))
    if document is None or found:
        raise SituationError.of(tuple(found), plain(file.name))
    return reformed(before, Reform(_added(document), _ends(document)))


def _files(document: Document, name: str = "", kernel: str = "compete") -> Files:
    """Give a folder that holds nothing but a reform, its tables sorted into the files in which they would stand."""
    parts = {
        file: Document((), document.raw, tuple(of for of in document.entries if EVERY.get(of.kind, ("",))[0] == file))
        for file in LAW
    }
    return Files(name, dict.fromkeys(TABLES, ()), {**dict.fromkeys(FILES, Document()), **parts}, kernel)


def _added(document: Document) -> Law:
    return law_of(_files(document)) or _NOTHING


def _ends(document: Document) -> Mapping[str, date]:
    return {norm: day for table in document.tables(Ends).values() for norm, day in table.root.items()}


def _problems(document: Document, situation: Situation, name: str) -> Iterator[Problem]:
    """Find what is wrong with a reform, given all law as it would be."""
    files = _files(document, situation.id, "compete" if situation.journey is None else "journey")
    there, every = _known(document, situation), tuple(references(files))
    draft = Draft(
        situation=situation,
        calendar=None,
        files=files,
        names=there,
        lines={},
        references=every,
        mentioned=mentions(files) | meant(every, there),
    )
    for problem in (problem for check in _CHECKS for problem in check(draft)):
        yield replace(problem, file=plain(name))


def _known(document: Document, situation: Situation) -> Names:
    """Give the names of a situation, and of a reform, sound or not; those of other kinds no reform names."""
    exits = situation.exits if situation.journey is None else (*situation.routes, CAME, NEAR_THRESHOLD)
    told: dict[str, tuple[str, ...]] = {
        "place": tuple(situation.places),
        "status": tuple(situation.statuses),
        "attribute": tuple(situation.attributes),
        "exit": tuple(exits),
        "group": tuple(situation.groups),
        "claim": tuple(situation.claims),
        "series": tuple(situation.evidence.series),
    }
    told |= {kind: tuple(getattr(situation.law, name)) for kind, name in _LAW_OF.items()}
    for entry in document.entries:
        told[entry.kind] = (*told.get(entry.kind, ()), entry.id)
    values = frozenset(f"{of.id}={value}" for of in situation.attributes.values() for value in of.values)
    known = {kind: dict.fromkeys(told[kind]) if kind in told else None for kind in KINDS}
    return Names(known, values=values, travels=situation.journey is not None)


def _twice(document: Document, before: Law) -> Iterator[Problem]:
    """Report what is there already."""
    for entry in document.entries:
        name = _LAW_OF.get(entry.kind)
        if name is not None and entry.id in cast("Mapping[str, object]", getattr(before, name)):
            message = f"there is a {KINDS[entry.kind].noun} {shown(entry.id)} already"
            remedy = "give it another id" + ("; end the old one under [end]" if entry.kind == "norm" else "")
            yield entry.spot().problem("T315", message, remedy)


def _wrong_ends(file: str, before: Law, ends: Mapping[str, date]) -> Iterator[Problem]:
    """Report norms that are not there to be ended, or not on that day."""
    for name, day in ends.items():
        norm, spot = before.norms.get(name), Spot(file, f"{END}.{name}")
        if norm is None:
            yield spot.problem("T315", f"there is no norm {shown(name)} to end", instead(name, before.norms))
        elif norm.first is not None and day < norm.first:
            message = f"{shown(name)} would end on {day}, before it begins on {norm.first}"
            yield spot.problem("T315", message, "write a later day")
        elif norm.last is not None and day > norm.last:
            message = f"{shown(name)} ends on {norm.last} already, before {day}"
            yield spot.problem("T315", message, "write an earlier day, or add a new norm that goes on")
