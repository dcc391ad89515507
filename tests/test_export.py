"""Files for other people's tools: provenance of a run, a claim by itself, evidence as tables."""

from __future__ import annotations

import csv
import errno
import getpass
import hashlib
import io
import json
import os
import re
import shlex
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from prov.model import ProvActivity, ProvAgent, ProvDerivation, ProvDocument, ProvEntity

from tumen import __version__
from tumen.cli import exit_code
from tumen.ensemble import simulate
from tumen.ensemble.store import MANIFEST, NAMES, manifest
from tumen.errors import ResourceError, SafetyError, UsageError
from tumen.evidence import KEPT_OUT
from tumen.evidence.pooling import pooled
from tumen.export import nanopub, nanopubs, prov, tables, write_files
from tumen.export.columns import COLUMNS
from tumen.model import build
from tumen.situation import Situation, read_situation
from tumen.situation.fate import fates_of
from tumen.trace.ledger import Ledger

DOCS = Path(__file__).parents[1] / "docs" / "export.md"
QUICK = ("--draws", "2", "--workers", "1")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object) -> tuple[int, str, str]:
        code = exit_code([str(a) for a in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@cache
def read(name: str) -> Situation:
    return read_situation(name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run, with what the command writes beside its results."""
    out = tmp_path_factory.mktemp("runs") / "of-somebody"
    options = ("--set", "easing=0.5", "--seed", "7", "--world", "low", "--policy", "looking_away")
    assert exit_code(["run", "hidden-five", *QUICK, *options, "--out", str(out), "--quiet"]) == 0
    return out


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# ---- PROV-JSON: the shape that the W3C member submission asks for -----------------------------

ELEMENTS = ("entity", "activity", "agent")
RELATIONS = {  # relation → its formal attributes: those that must be there, then those that may
    "wasGeneratedBy": (("prov:entity",), ("prov:activity", "prov:time")),
    "used": (("prov:activity",), ("prov:entity", "prov:time")),
    "wasInformedBy": (("prov:informed", "prov:informant"), ()),
    "wasStartedBy": (("prov:activity",), ("prov:trigger", "prov:starter", "prov:time")),
    "wasEndedBy": (("prov:activity",), ("prov:trigger", "prov:ender", "prov:time")),
    "wasInvalidatedBy": (("prov:entity",), ("prov:activity", "prov:time")),
    "wasDerivedFrom": (("prov:generatedEntity", "prov:usedEntity"), ("prov:activity", "prov:generation", "prov:usage")),
    "wasAttributedTo": (("prov:entity", "prov:agent"), ()),
    "wasAssociatedWith": (("prov:activity",), ("prov:agent", "prov:plan")),
    "actedOnBehalfOf": (("prov:delegate", "prov:responsible"), ("prov:activity",)),
    "hadMember": (("prov:collection", "prov:entity"), ()),
    "specializationOf": (("prov:specificEntity", "prov:generalEntity"), ()),
    "alternateOf": (("prov:alternate1", "prov:alternate2"), ()),
}
SORTS = {"entity": "entity", "activity": "activity", "agent": "agent", "delegate": "agent", "responsible": "agent"}
SORTS |= {"generatedEntity": "entity", "usedEntity": "entity", "collection": "entity"}
KNOWN = {"prov:type", "prov:label", "prov:location", "prov:role", "prov:value"}
TYPES = {"xsd:QName", "xsd:dateTime", "xsd:anyURI", "xsd:string"}


def faults_in(document: dict[str, Any]) -> Iterator[str]:
    """Say what is no PROV-JSON."""
    yield from (f"unknown part {part}" for part in document.keys() - {"prefix", "bundle", *ELEMENTS, *RELATIONS})
    prefixes = {"prov", "xsd", *document["prefix"]}
    names = [name for kind in ELEMENTS for name in document.get(kind, {})]
    yield from (f"{name} stands twice" for name in names if names.count(name) > 1)
    yield from (f"no prefix of {name}" for name in names if name.partition(":")[0] not in prefixes)
    for kind in (kind for kind in document if kind in (*ELEMENTS, *RELATIONS)):
        for name, record in document[kind].items():
            formal = RELATIONS.get(kind, ((), ("prov:startTime", "prov:endTime") if kind == "activity" else ()))
            yield from (f"{name} {fault}" for fault in record_faults(record, formal, document, prefixes=prefixes))


def record_faults(
    record: dict[str, Any], formal: tuple[tuple[str, ...], ...], document: dict[str, Any], *, prefixes: set[str]
) -> Iterator[str]:
    needed, others = formal
    yield from (f"lacks {key}" for key in needed if key not in record)
    for key, value in record.items():
        fault = formal_fault(key, value, document) if key in (*needed, *others) else other_fault(key, value, prefixes)
        yield from [fault] if fault else []


def formal_fault(key: str, value: str, document: dict[str, Any]) -> str:
    local = key.partition(":")[2]
    if "time" in local.lower():
        return "" if datetime.fromisoformat(value).tzinfo else f"{key} has no time zone"
    return "" if value in document[SORTS[local]] else f"{key} leads to {value}, which is no {SORTS[local]}"


def other_fault(key: str, value: object, prefixes: set[str]) -> str:
    prefix = key.partition(":")[0]
    if prefix not in prefixes or (prefix == "prov" and key not in KNOWN):
        return f"has {key}"
    every = value if isinstance(value, list) else [value]
    return "" if all(is_value(of, prefixes) for of in every) else f"{key} is {value!r}"


def is_value(value: object, prefixes: set[str]) -> bool:
    if isinstance(value, dict):
        named = value.keys() == {"$", "type"} and value["type"] in TYPES
        return named and (value["type"] != "xsd:QName" or value["$"].partition(":")[0] in prefixes)
    return isinstance(value, str | int | float | bool)


def test_the_validator_finds_faults():
    good = {"prefix": {"a": "urn:a:"}, "entity": {"a:x": {}}, "activity": {"a:y": {}}}
    assert list(faults_in(good)) == []
    used = {"prov:activity": "a:y", "prov:entity": "a:x"}
    for bad in (
        {"entities": {}},
        {"entity": {"b:x": {}}},
        {"entity": {"a:x": {"prov:kind": "x"}}},
        {"entity": {"a:x": {"c:kind": "x"}}},
        {"entity": {"a:x": {"a:kind": {"$": "x"}}}},
        {"entity": {"a:x": {"a:kind": {"$": "c:x", "type": "xsd:QName"}}}},
        {"used": {"_:1": {"prov:entity": "a:x"}}},
        {"used": {"_:1": {**used, "prov:entity": "a:y"}}},
        {"used": {"_:1": {**used, "prov:time": "2003-02-25T12:00:00"}}},
        {"agent": {"a:x": {}}},
    ):
        assert list(faults_in({**good, **bad})), bad


# ---- the provenance of a run ------------------------------------------------------------------


def test_a_run_writes_where_it_comes_from(folder: Path):
    text = (folder / "prov.json").read_text("utf-8")
    document = json.loads(text)
    assert list(faults_in(document)) == []
    assert document == prov(folder)
    lines = {line["file"]: line["sha256"] for line in manifest(folder) if line["kind"] in ("file", "results")}
    assert lines["prov.json"] == sha256(folder / "prov.json")
    assert "prov.json" in NAMES


def test_another_reader_understands_it(folder: Path):
    document = ProvDocument.deserialize(content=(folder / "prov.json").read_text("utf-8"), format="json")
    labels = {str(entity.label) for entity in document.get_records(ProvEntity)}
    assert labels >= {"hidden-five", "claims.csv", "parameters.toml", "results.nc", "report.html", "summary.xlsx"}
    (activity,) = document.get_records(ProvActivity)
    assert isinstance(activity, ProvActivity)
    begun, ended = activity.get_startTime(), activity.get_endTime()
    assert begun is not None
    assert ended is not None
    assert begun <= ended
    assert {str(agent.label).split()[0] for agent in document.get_records(ProvAgent)} >= {
        "Tumen",
        "python",
        "numpy",
        "numba",
        "scipy",
    }
    derived = document.get_records(ProvDerivation)
    sources = [of.args[1] for of in derived if "prov:PrimarySource" in map(str, of.get_asserted_types())]
    assert {str(name).partition("source-")[2] for name in sources} == {"survey-2003", "relief-2004"}
    again = ProvDocument.deserialize(content=document.serialize(format="json"), format="json")
    assert again == document


def test_every_file_of_the_run_is_an_entity_with_its_checksum(folder: Path):
    entities = prov(folder)["entity"]
    for path in (path for path in folder.iterdir() if path.name not in (MANIFEST, "prov.json")):
        assert entities[f"run:{path.name}"]["tumen:sha256"] == sha256(path)
    source = read("hidden-five")
    for name, checksum in source.files.items():
        assert entities[f"run:input-{name}"]["tumen:sha256"] == checksum
    assert len(source.files) > 15


def test_what_came_out_leads_back_to_situation_draws_and_documents(folder: Path):
    document = prov(folder)
    digest = f"situation:{read('hidden-five').digest}"
    above: dict[str, set[str]] = {}
    for record in document["wasDerivedFrom"].values():
        above.setdefault(record["prov:generatedEntity"], set()).add(record["prov:usedEntity"])
    for name in ("results.nc", "report.html", "summary.csv", "summary.xlsx", "trace.json"):
        behind, todo = set[str](), {f"run:{name}"}
        while todo:
            todo = {origin for entity in todo for origin in above.get(entity, ())} - behind
            behind |= todo
        assert behind >= {digest, "run:draws", "run:source-survey-2003", "run:source-relief-2004"}
    assert {r["prov:entity"] for r in document["used"].values()} == {digest, "run:draws"}
    assert {r["prov:collection"] for r in document["hadMember"].values()} == {digest}
    assert document["entity"]["run:results.nc"]["tumen:resultHash"] == _results(folder)["result_hash"]


def _results(folder: Path) -> dict[str, Any]:
    return next(line for line in manifest(folder) if line["kind"] == "results")


def test_the_numbers_that_were_drawn_and_set_are_told(folder: Path):
    draws = prov(folder)["entity"]["run:draws"]
    assert (draws["tumen:seed"], draws["tumen:draws"], draws["tumen:replicates"]) == (7, 2, 1)
    assert (draws["tumen:worlds"], draws["tumen:policy"]) == (["low"], "looking_away")
    assert draws["tumen:setByHand"] == ["easing=0.5"]


def test_the_command_that_is_told_gives_the_same_results(folder: Path, run: Run, tmp_path: Path):
    words = shlex.split(prov(folder)["activity"]["run:activity"]["tumen:command"])
    assert words[0] == "tumen"
    assert run(*words[1:], "--out", tmp_path / "again")[0] == 0
    assert _results(tmp_path / "again")["result_hash"] == _results(folder)["result_hash"]


def test_no_person_machine_or_path_is_named(folder: Path):
    text = (folder / "prov.json").read_text("utf-8")
    names = {str(folder), folder.name, str(Path.cwd()), str(Path.home()), socket.gethostname(), os.sep + "tmp"}
    assert [name for name in names if len(name) > 2 and name in text] == []
    assert not re.search(rf"\b{re.escape(getpass.getuser())}\b", text)
    assert set(re.findall(r"https?://[^\s\"]+", text)) == {"http://www.w3.org/2001/XMLSchema#"}


def test_the_same_run_has_the_same_provenance(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    for name in ("a", "b"):
        assert run("run", "hidden-five", *QUICK, "--out", tmp_path / name)[0] == 0
    assert (tmp_path / "a" / "prov.json").read_bytes() == (tmp_path / "b" / "prov.json").read_bytes()
    activity = prov(tmp_path / "a")["activity"]["run:activity"]
    assert activity["prov:startTime"] == activity["prov:endTime"] == "2023-11-14T22:13:20Z"


def test_what_was_hidden_is_told(run: Run, tmp_path: Path):
    assert run("run", "hidden-five", *QUICK, "--until", "2003-12-31", "--out", tmp_path / "a")[0] == 0
    document, seen = prov(tmp_path / "a"), read_situation("hidden-five", date(2003, 12, 31))
    assert list(faults_in(document)) == []
    entity = document["entity"][f"situation:{seen.digest}"]
    assert entity["tumen:knownBy"] == "2003-12-31"
    assert seen.hidden is not None
    assert entity["tumen:hidden-claims"] == seen.hidden.counts["claims"]
    pairs = {(r["prov:generatedEntity"], r["prov:usedEntity"]) for r in document["wasDerivedFrom"].values()}
    assert (f"situation:{seen.digest}", f"situation:{read('hidden-five').digest}") in pairs
    assert "run:source-relief-2004" not in document["entity"]
    assert {r["prov:collection"] for r in document["hadMember"].values()} == {f"situation:{read('hidden-five').digest}"}
    assert "--until 2003-12-31" in document["activity"]["run:activity"]["tumen:command"]


def test_a_run_from_python_has_a_provenance_too(tmp_path: Path):
    simulate(build(read("hidden-five")), draws=1, workers=1, out=tmp_path / "a")
    document = prov(tmp_path / "a")
    assert list(faults_in(document)) == []
    assert "run:results.nc" in document["entity"]
    assert not [name for name in document["entity"] if "source-" in name]  # no trace tells of them


def test_a_changed_file_is_not_vouched_for(folder: Path, tmp_path: Path):
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in folder.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    (copy / "summary.xlsx").unlink()
    assert prov(copy) == prov(folder)
    (copy / "summary.csv").write_bytes(b"mine")
    with pytest.raises(ResourceError, match=r"T803 summary\.csv was changed or damaged"):
        prov(copy)


def test_an_unfinished_run_has_none(folder: Path, tmp_path: Path):
    with pytest.raises(UsageError, match="T004 there are no results"):
        prov(tmp_path)
    lines = (folder / MANIFEST).read_text("utf-8").splitlines(keepends=True)
    (tmp_path / MANIFEST).write_text("".join(lines[:2]), "utf-8")
    with pytest.raises(UsageError, match="T004 the run was not finished"):
        prov(tmp_path)


def test_export_prov(run: Run, folder: Path, tmp_path: Path):
    code, said, _ = run("export", "prov", folder)
    assert (code, json.loads(said)) == (0, prov(folder))
    found = one_object(run("export", "prov", folder, "--json")[1])
    assert found["prov"] == prov(folder)
    out = tmp_path / "deep" / "mine.json"
    assert run("export", "prov", folder, "--out", out)[0] == 0
    assert json.loads(out.read_text("utf-8")) == prov(folder)
    code, _, talk = run("export", "prov", folder, "--out", out)
    assert code == 2
    assert "T001 mine.json stands there already" in talk
    assert run("export", "prov", folder, "--out", out, "--force")[0] == 0
    assert run("export", "prov", tmp_path)[0] == 2


def one_object(text: str) -> dict[str, Any]:
    found = json.loads(text)
    assert (found["schema_version"], found["version"]) == (1, __version__)
    assert text.isascii()
    return found


# ---- nanopublications -------------------------------------------------------------------------


def graphs(document: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    return {graph["@id"]: graph["@graph"] for graph in document["@graph"]}


def test_a_claim_is_head_assertion_provenance_and_publication():
    document = nanopub(read("hidden-five"), "K002", licence="https://example.org/licence")
    found = graphs(document)
    (head,) = found["#head"]
    assert head["@type"] == "np:Nanopublication"
    named = [head[key]["@id"] for key in ("np:hasAssertion", "np:hasProvenance", "np:hasPublicationInfo")]
    assert found.keys() == {"#head", *named}
    (claim,) = found["#assertion"]
    assert claim["schema:text"] == "Relief groups speak of 20,000 people in hiding."
    assert (claim["tumen:low"], claim["tumen:best"], claim["tumen:high"]) == (12_000, 20_000, 30_000)
    assert (claim["tumen:unit"], claim["schema:temporalCoverage"]) == ("persons", "2003")
    assert claim["schema:spatialCoverage"] == "Westmark"
    assert claim["tumen:quantity"]["@id"] == "#people_in_hiding"
    (of,) = found["#provenance"]
    assert (of["@id"], of["tumen:locator"]) == ("#assertion", "Summary / 1")
    assert of["prov:hadPrimarySource"]["dcterms:identifier"] == "relief-2004"
    assert of["prov:hadPrimarySource"]["dcterms:issued"] == "2004"
    assert of["prov:wasAttributedTo"]["schema:name"] == "Association of Imaginary Relief Groups"
    assert of["tumen:assessment"]["tumen:risk_of_bias"] == "high"
    assert of["tumen:contradicts"] == [{"@id": document["@context"]["@base"].replace("K002", "K001")}]
    assert [other["@id"].rpartition(":")[2] for other in of["tumen:sameRoot"]] == ["newspaper_hiding-1"]
    (record,) = found["#pubinfo"]
    assert (record["@id"], record["dcterms:created"]) == (head["@id"], "2026-11-21")
    assert record["prov:wasDerivedFrom"]["@id"].endswith(read("hidden-five").digest)
    assert record["prov:wasAttributedTo"]["schema:softwareVersion"] == __version__
    assert record["dcterms:license"] == {"@id": "https://example.org/licence"}


@pytest.mark.parametrize("claim", ["K001", "K003", "K007"])
def test_every_term_has_a_prefix_and_every_name_is_absolute_or_in_the_document(claim: str):
    document = nanopub(read("hidden-five"), claim)
    found = list(pairs_in(document["@graph"]))
    ids = [value for key, value in found if key == "@id"]
    assert [value for value in ids if value and not value.startswith(("#", "urn:"))] == []
    terms = {value for key, value in found if key == "@type"} | {key for key, _ in found if not key.startswith("@")}
    assert {term.partition(":")[0] for term in terms} == document["@context"].keys() - {"@base"}


def pairs_in(value: object) -> Iterator[tuple[str, Any]]:
    for inner in value if isinstance(value, list) else []:
        yield from pairs_in(inner)
    for key, inner in value.items() if isinstance(value, dict) else []:
        yield key, inner
        yield from pairs_in(inner)


def test_a_record_is_named_after_the_words_of_its_situation():
    text = read("hidden-five")
    other = replace(text, digest="0" * 64)
    addresses = {nanopub(s, c)["@context"]["@base"] for s in (text, other) for c in ("K001", "K002")}
    assert len(addresses) == 4


def test_a_small_count_of_people_is_withheld():
    text = read("hidden-five")
    small = replace(text.claims["K001"], low=None, best=5.0, high=None, statement="Five hide.", note="five")
    evidence = replace(text.evidence, claims={**text.claims, "K001": small})
    document = nanopub(replace(text, evidence=evidence), "K001")
    (claim,) = graphs(document)["#assertion"]
    assert claim["tumen:withheld"] is True
    assert "tumen:best" not in claim
    assert "ive" not in claim["schema:text"]


def kept_out(name: str) -> list[str]:
    return [claim.id for claim in read(name).claims.values() if claim.kept_out]


def test_a_claim_that_is_kept_out_is_refused(run: Run):
    assert kept_out("dprk-china")
    for claim in kept_out("dprk-china"):
        with pytest.raises(SafetyError, match=rf"^T704 the claim {claim} is kept out: it could harm people\n"):
            nanopub(read("dprk-china"), claim)
    code, said, talk = run("export", "nanopub", "dprk-china", kept_out("dprk-china")[0])
    assert (code, said) == (6, "")
    assert "remedy: export another claim" in talk
    assert one_object(run("export", "nanopub", "dprk-china", "B104", "--json")[1])["error"]["code"] == "T704"


def test_all_claims_but_those_that_are_kept_out():
    text = read("dprk-china")
    files, left_out = nanopubs(text)
    assert left_out == len(kept_out("dprk-china"))
    assert set(files) == {f"{claim}.jsonld" for claim in text.claims.keys() - set(kept_out("dprk-china"))}
    for name, data in files.items():
        named = {claim for claim in kept_out("dprk-china") if re.search(rf":{claim}\"", data.decode())}
        against = text.evidence.against(name.removesuffix(".jsonld"))
        assert named == set(against) & set(kept_out("dprk-china"))
        (said,) = graphs(json.loads(data))["#provenance"]
        assert tuple(of["@id"].rpartition(":")[2] for of in said.get("tumen:contradicts", ())) == against
        assert b"kept out" not in data
        tokens = (token for claim in kept_out("dprk-china") for token in text.claims[claim].tokens)
        assert not [token for token in tokens if token in data.decode()]


def test_export_nanopub(run: Run, tmp_path: Path):
    wanted = nanopub(read("hidden-five"), "K001", licence="https://www.apache.org/licenses/LICENSE-2.0")
    assert json.loads(run("export", "nanopub", "hidden-five", "K001")[1]) == wanted
    assert one_object(run("export", "nanopub", "hidden-five", "K001", "--json")[1])["nanopub"] == wanted
    assert run("export", "nanopub", "hidden-five", "K001", "--out", tmp_path / "k.jsonld")[0] == 0
    assert json.loads((tmp_path / "k.jsonld").read_text("utf-8")) == wanted
    code, said, talk = run("export", "nanopub", "dprk-china", "--all", "--out", tmp_path / "all", "--json")
    found = one_object(said)
    assert code == 0
    assert found["left_out"] == len(kept_out("dprk-china"))
    assert len(found["files"]) == len(list((tmp_path / "all").iterdir())) == 307 - found["left_out"]
    assert f"{found['left_out']} are kept out and left out" in talk
    code, _, talk = run("export", "nanopub", "hidden-five", "K01")
    assert code == 2
    assert "T420 there is no claim 'K01'" in talk
    assert "write 'K001'" in talk


@pytest.mark.parametrize("words", [("hidden-five",), ("hidden-five", "K001", "--all"), ("hidden-five", "--all")])
def test_what_to_export_is_said_once(run: Run, words: tuple[str, ...]):
    code, said, talk = run("export", "nanopub", *words)
    assert (code, said) == (2, "")
    assert talk.count("T004") == 2  # the error, and `tumen explain`


def test_a_situation_of_somebody_else_has_no_licence_of_ours(run: Run, tmp_path: Path):
    assert run("init", tmp_path / "mine", "--from", "hidden-five")[0] == 0
    document = json.loads(run("export", "nanopub", tmp_path / "mine", "K001")[1])
    assert "dcterms:license" not in graphs(document)["#pubinfo"][0]


# ---- tables -----------------------------------------------------------------------------------


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True))


@cache
def exported(name: str) -> dict[str, list[dict[str, str]]]:
    return {file: rows(data) for file, data in tables(read(name)).items()}


@pytest.mark.parametrize("name", ["hidden-five", "dprk-china", "island-evacuation"])
def test_tables_are_plain_csv(name: str):
    for file, data in tables(read(name)).items():
        assert data.endswith(b"\r\n")
        assert not data.startswith(b"\xef\xbb\xbf")
        text = data.decode()
        read_back = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        assert tuple(read_back[0]) == tuple(COLUMNS[file])
        assert {len(row) for row in read_back} == {len(read_back[0])}
        assert not [cell for row in read_back for cell in row if cell.startswith(("=", "+", "@", "\t"))]


def test_every_claim_is_told_but_those_that_are_kept_out():
    text, found = read("dprk-china"), exported("dprk-china")
    out = set(kept_out("dprk-china"))
    assert [row["id"] for row in found["claims.csv"]] == [claim for claim in text.claims if claim not in out]
    assert len(found["claims.csv"]) == 307 - len(out)
    assert [row["id"] for row in found["observations.csv"]] == list(text.evidence.observations)
    cells = {cell for file, table in found.items() for row in table for cell in row.values() if file != "links.csv"}
    names = {name for cell in cells for name in re.split(r"[;:]", cell)}
    assert out.isdisjoint(names)
    assert KEPT_OUT not in cells
    tokens = [token for claim in out for token in text.claims[claim].tokens]
    assert not [token for data in tables(text).values() for token in tokens if token in data.decode()]
    assert len(found["assessments.csv"]) == len(text.evidence.assessments)


def test_links_name_a_claim_that_is_kept_out_where_it_contradicts_another_and_say_no_more():
    out, links = set(kept_out("dprk-china")), read("dprk-china").evidence.links
    told = [e for e in links if e.relation == "contradicts" or out.isdisjoint((e.of, e.other))]
    small = Ledger(read("dprk-china")).withheld
    notes = [e.note if small.isdisjoint((e.of, e.other)) else "" for e in told]
    assert [tuple(row.values()) for row in exported("dprk-china")["links.csv"]] == [
        (e.of, e.relation, e.other, note if out.isdisjoint((e.of, e.other)) else KEPT_OUT)
        for e, note in zip(told, notes, strict=True)
    ]
    assert sum(row["relation"] == "contradicts" for row in exported("dprk-china")["links.csv"]) == 117


def test_no_small_count_of_people_is_told():
    for table, unit in (("claims.csv", "persons"), ("observations.csv", "persons"), ("priors.csv", "persons")):
        columns = {"low", "best", "value", "high", "q05", "q25", "q50", "q75", "q95"} & COLUMNS[table].keys()
        told = [row for row in exported("dprk-china")[table] if row["unit"].startswith(unit)]
        assert told
        assert not [row for row in told for column in columns if row[column] and 0 < float(row[column]) < 10]
    withheld = [row for row in exported("dprk-china")["observations.csv"] if row["withheld"] == "true"]
    assert withheld
    assert {row[column] for row in withheld for column in ("low", "value", "high", "note")} == {""}


def test_figures_are_those_of_the_situation():
    text = read("hidden-five")
    for row in exported("hidden-five")["claims.csv"]:
        claim = text.claims[row["id"]]
        told = [None if row[column] == "" else float(row[column]) for column in ("low", "best", "high")]
        assert told == [claim.low, claim.best, claim.high]
        assert (row["statement"], row["locator"], row["withheld"]) == (claim.statement, claim.locator, "false")
    assert exported("hidden-five")["claims.csv"][1]["root"] == "K002"
    roots = {row["id"]: row["root"] for row in exported("hidden-five")["observations.csv"]}
    assert roots["newspaper_hiding-1"] == "K002"


@pytest.mark.parametrize("name", ["hidden-five", "dprk-china"])
def test_priors_and_roots_are_those_of_the_pools(name: str):
    evidence, found = read(name).evidence, exported(name)
    wanted = [(pool.id, camp) for pool in evidence.pools.values() for camp in (*pool.camps, "")]
    assert [(row["pool"], row["camp"]) for row in found["priors.csv"]] == wanted
    for row in found["priors.csv"]:
        of = pooled(evidence, row["pool"], row["camp"])
        assert row["contested"] == str(of.conflict.contested).lower()
        if row["q95"]:
            assert float(row["q95"]) == pytest.approx(of.quantile(0.95), rel=1e-9)
        votes = [r for r in found["roots.csv"] if (r["pool"], r["camp"]) == (row["pool"], row["camp"])]
        assert sum(float(vote["weight"]) for vote in votes) == pytest.approx(1)
        assert [vote["root"] for vote in votes if vote["says"] == "distribution"] == [v.root for v in of.voices]
        assert all((vote["says"] == "distribution") == (float(vote["weight"]) > 0) for vote in votes)


def test_fates_are_told_for_every_claim_that_has_one():
    fates = fates_of(read("dprk-china"))
    told = {row["claim"]: row for row in exported("dprk-china")["fates.csv"]}
    assert set(told) == {name for name, fate in fates.items() if not fate.kept_out}
    for name, row in told.items():
        assert row["used"] == str(fates[name].used).lower()
        assert row["reason"] == fates[name].reason
        assert row["law"] == ";".join(fates[name].law)
        assert row["aside"] == fates[name].aside
        assert row["used"] == "true" or row["pools"] or row["reason"] or row["aside"]


def test_the_same_situation_gives_the_same_tables():
    assert tables(read("hidden-five")) == tables(read_situation("hidden-five"))


def test_columns_are_documented():
    text = DOCS.read_text("utf-8")
    documented: dict[str, dict[str, str]] = {}
    for block in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
        file = block.splitlines()[0].strip("`")
        documented[file] = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", block, re.MULTILINE))
    assert documented == {file: dict(columns) for file, columns in COLUMNS.items()}
    told = exported("hidden-five")["columns.csv"]
    assert {(r["file"], r["column"]): r["meaning"] for r in told} == {
        (file, column): meaning for file, columns in COLUMNS.items() for column, meaning in columns.items()
    }


def test_export_csv(run: Run, tmp_path: Path):
    out = tmp_path / "tables"
    code, said, talk = run("export", "csv", "hidden-five", "--out", out, "--json")
    found = one_object(said)
    assert (code, found["until"]) == (0, None)
    assert {Path(name).name for name in found["files"]} == set(COLUMNS) == {path.name for path in out.iterdir()}
    assert "columns.csv says what stands in each" in talk
    (out / "letter.txt").write_text("dear")
    (out / "claims.csv").write_text("mine")
    code, said, talk = run("export", "csv", "hidden-five", "--out", out)
    assert (code, said) == (2, "")
    assert "T001 " in talk
    assert "stands there already" in talk
    assert (out / "claims.csv").read_text() == "mine"
    assert run("export", "csv", "hidden-five", "--out", out, "--force")[0] == 0
    assert (out / "claims.csv").read_bytes() == tables(read("hidden-five"))["claims.csv"]
    assert (out / "letter.txt").read_text() == "dear"
    assert run("export", "csv", "hidden-five", "--out", out / "letter.txt")[0] == 2


def test_tables_show_what_was_known(run: Run, tmp_path: Path):
    found = one_object(run("export", "csv", "hidden-five", "--until", "2003-12-31", "--out", tmp_path, "--json")[1])
    assert found["until"]["day"] == "2003-12-31"
    told = rows((tmp_path / "claims.csv").read_bytes())
    assert {row["source"] for row in told} == {"survey-2003"}
    assert rows((tmp_path / "priors.csv").read_bytes()) == []


@pytest.mark.parametrize("failure", [(errno.ENOSPC, "T801"), (errno.EROFS, "T802")])
def test_a_disk_that_fails_leaves_no_half_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: tuple[int, str]
):
    number, code = failure

    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ResourceError, match=f"^{code} "):
        write_files(tmp_path / "out", {"a.csv": b"a\r\n"})
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises((ResourceError, UsageError), match=r"^T(001|802) "):
        write_files(tmp_path / "file" / "deep", {"a.csv": b"a\r\n"})


@pytest.mark.parametrize("command", ["prov", "nanopub", "csv"])
def test_every_export_has_help_and_the_shared_options(run: Run, command: str):
    code, out, _ = run("export", command, "--help")
    assert code == 0
    assert all(option in out for option in ("--json", "--quiet", "--no-color", "--debug", "--out", "--force"))
