"""Where a run comes from, as W3C PROV: situation, files, documents, numbers, software, and what came out.

PROV-JSON as in the W3C member submission of 24 April 2013. It is made from what lies in the folder of the run and from
nothing else, so that it can be made again; it names no person, no machine and no path.
"""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from tumen.ensemble import manifest, verified, write_file
from tumen.errors import UsageError
from tumen.export.files import as_json

FILE = "prov.json"
TERMS = "urn:tumen:terms:"
_TRACE = "trace.json"
_SHORT = 16
Record = dict[str, Any]
Document = dict[str, Any]


def write_prov(folder: Path) -> Path:
    """Write the provenance of a run into its folder.

    Args:
        folder: That `simulate` and `write_report` wrote, just now: its files are not read again.

    Raises:
        UsageError: T004 if there is no finished run.
        ResourceError: T801 or T802 if it cannot be written.
    """
    return write_file(folder, FILE, as_json(prov(folder, check=False)))


def prov(folder: Path, *, check: bool = True) -> Document:
    """Say where a run comes from, as a PROV-JSON document.

    Entities are the situation (by its digest) with its files, its documents, the drawn numbers and every file that came
    out; the activity is the run; agents are Tumen and the packages that act for it. What came out is derived from the
    situation and the draw, the situation from its documents.

    Args:
        folder: Of a run.
        check: Whether the files that are still there must be those that were written.

    Raises:
        UsageError: T004 if there is no finished run.
        ResourceError: T803 if a file is not the one that was written.
    """
    lines = manifest(folder)
    written = {line["file"]: line for line in lines if line["kind"] in ("results", "file") and line["file"] != FILE}
    if not any(line["kind"] == "results" for line in written.values()):
        raise UsageError("T004", "the run was not finished", where=str(folder), remedy="run it again with --force")
    for name, line in written.items():
        if check and (folder / name).is_file():
            verified(folder / name, line["sha256"])
    return _Run(lines[0], tuple(written.values()), _sources(folder, written)).document()


def _sources(folder: Path, written: Mapping[str, Any]) -> Mapping[str, Mapping[str, str]]:
    """Give the documents that the run rests on, from its trace; none where it wrote none."""
    if _TRACE not in written or not (folder / _TRACE).is_file():
        return {}
    return json.loads((folder / _TRACE).read_text("utf-8"))["sources"]


@dataclass(frozen=True)
class _Run:
    """Makes the document of one run.

    Attributes:
        study: First line of its manifest.
        outputs: Lines of the files that came out, in order.
        sources: Id → document.
    """

    study: Mapping[str, Any]
    outputs: Sequence[Mapping[str, Any]]
    sources: Mapping[str, Mapping[str, str]]

    def document(self) -> Document:
        """Put everything together; parts without content are left out."""
        parts: Document = {
            "entity": dict(self._entities()),
            "activity": {"run:activity": self._activity()},
            "agent": dict(self._agents()),
            "used": _numbered("u", self._used()),
            "wasGeneratedBy": _numbered("g", self._generated()),
            "wasAssociatedWith": _numbered("a", [{"prov:activity": "run:activity", "prov:agent": self._tumen}]),
            "actedOnBehalfOf": _numbered("b", self._delegated()),
            "wasDerivedFrom": _numbered("d", self._derived()),
            "hadMember": _numbered("m", self._members()),
        }
        return {"prefix": self._prefixes(), **{name: part for name, part in parts.items() if part}}

    @property
    def _whole(self) -> str:
        """Name the situation as its files give it."""
        until = self.study.get("until")
        return f"situation:{until['whole_digest'] if until else self.study['situation_digest']}"

    @property
    def _seen(self) -> str:
        """Name the situation as it ran: with what came out after some day hidden, where that was asked for."""
        return f"situation:{self.study['situation_digest']}"

    @property
    def _tumen(self) -> str:
        return f"software:tumen-{self.study['version']}"

    def _prefixes(self) -> Record:
        key = hashlib.sha256(json.dumps(self.study, sort_keys=True).encode()).hexdigest()[:_SHORT]
        return {
            "xsd": "http://www.w3.org/2001/XMLSchema#",
            "tumen": TERMS,
            "run": f"urn:tumen:run:{key}:",
            "situation": "urn:tumen:situation:",
            "software": "urn:tumen:software:",
        }

    def _entities(self) -> Iterator[tuple[str, Record]]:
        study, until = self.study, self.study.get("until")
        yield self._whole, _thing("tumen:Situation", study["situation"])
        if until and self._seen != self._whole:
            about = {"tumen:knownBy": until["day"]} | {f"tumen:hidden-{k}": n for k, n in until["counts"].items()}
            yield self._seen, _thing("tumen:Situation", f"{study['situation']}, known by {until['day']}", **about)
        for name, checksum in study.get("files", {}).items():
            yield f"run:input-{name}", _thing("tumen:InputFile", name, **{"tumen:sha256": checksum})
        for name, source in self.sources.items():
            about = {f"tumen:{key}": source[key] for key in ("author", "date", "published") if source.get(key)}
            yield f"run:source-{name}", _thing("tumen:Source", source["title"], **about)
        yield "run:draws", _thing("tumen:Draws", "numbers drawn from the priors", **self._draws())
        for line in self.outputs:
            about = {"tumen:sha256": line["sha256"]}
            about |= {"tumen:resultHash": line["result_hash"]} if "result_hash" in line else {}
            yield f"run:{line['file']}", _thing("tumen:OutputFile", line["file"], **about)

    def _draws(self) -> Record:
        study = self.study
        plain = {f"tumen:{key}": study[key] for key in ("seed", "draws", "replicates", "worlds", "policy")}
        by_hand = {
            "tumen:setByHand": [f"{name}={value!r}" for name, value in study["changes"].items()],
            "tumen:switched": [f"{name}={position}" for name, position in study.get("switches", {}).items()],
        }
        return plain | {term: told for term, told in by_hand.items() if told}

    def _activity(self) -> Record:
        ended = [line["created"] for line in self.outputs if "created" in line]
        times = {"prov:startTime": self.study["created"]} | ({"prov:endTime": ended[-1]} if ended else {})
        return times | _thing("tumen:Run", "simulation", **{"tumen:command": command(self.study)})

    def _agents(self) -> Iterator[tuple[str, Record]]:
        yield self._tumen, _agent("Tumen", self.study["version"])
        for name, version in self._packages().items():
            yield f"software:{name}-{version}", _agent(name, version)

    def _packages(self) -> Mapping[str, str]:
        return {"python": self.study["python"], **self.study["packages"]}

    def _delegated(self) -> Iterator[Record]:
        for name, version in self._packages().items():
            delegate = {"prov:delegate": f"software:{name}-{version}", "prov:responsible": self._tumen}
            yield delegate | {"prov:activity": "run:activity"}

    def _used(self) -> Iterator[Record]:
        for entity in (self._seen, "run:draws"):
            yield {"prov:activity": "run:activity", "prov:entity": entity}

    def _generated(self) -> Iterator[Record]:
        for line in self.outputs:
            when = {"prov:time": line["created"]} if "created" in line else {}
            yield {"prov:entity": f"run:{line['file']}", "prov:activity": "run:activity"} | when

    def _derived(self) -> Iterator[Record]:
        if self._seen != self._whole:
            yield _from(self._seen, self._whole)
        for name in self.sources:
            yield _from(self._seen, f"run:source-{name}") | {"prov:type": _name("prov:PrimarySource")}
        yield _from("run:draws", self._seen)
        results = next(f"run:{line['file']}" for line in self.outputs if line["kind"] == "results")
        for entity in (self._seen, "run:draws"):
            yield _from(results, entity)
        yield from (_from(f"run:{line['file']}", results) for line in self.outputs if line["kind"] != "results")

    def _members(self) -> Iterator[Record]:
        for name in self.study.get("files", {}):
            yield {"prov:collection": self._whole, "prov:entity": f"run:input-{name}"}


def command(study: Mapping[str, Any]) -> str:
    """Give the command line that runs a study again, from the first line of its manifest."""
    words = ["tumen", "run", study["situation"], "--draws", str(study["draws"])]
    words += ["--replicates", str(study["replicates"]), "--seed", str(study["seed"]), "--policy", study["policy"]]
    words += [word for world in study["worlds"] for word in ("--world", world)]
    for name, value in study["changes"].items():
        words += ["--set", f"{name.removeprefix('anchor:')}={value!r}"]
    words += [
        word for name, position in study.get("switches", {}).items() for word in ("--switch", f"{name}={position}")
    ]
    record = "cells" if study["record"]["cells"] else study["record"]["resolution"]
    if record == "report" and study["record"]["merged"] is False:
        record = "futures"
    words += ["--record", record] if record != "report" else []
    until = study.get("until")
    return shlex.join(words + (["--until", until["day"]] if until else []))


def _thing(kind: str, label: str, **about: Any) -> Record:  # noqa: ANN401 - what JSON can hold
    return {"prov:type": _name(kind), "prov:label": label, **about}


def _agent(name: str, version: str) -> Record:
    kind = {"prov:type": _name("prov:SoftwareAgent"), "prov:label": f"{name} {version}"}
    return kind | {"tumen:version": version}


def _name(qualified: str) -> Record:
    """Write a qualified name as a value."""
    return {"$": qualified, "type": "xsd:QName"}


def _from(entity: str, origin: str) -> Record:
    return {"prov:generatedEntity": entity, "prov:usedEntity": origin}


def _numbered(letter: str, records: Iterator[Record] | Sequence[Record]) -> Document:
    """Give relations names of their own, which mean nothing outside the document."""
    return {f"_:{letter}{n}": record for n, record in zip(count(1), records, strict=False)}
