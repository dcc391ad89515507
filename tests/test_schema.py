"""The published format is the one that is read."""

import csv
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from tumen.situation import schemas, situation_folder, situation_names
from tumen.situation.names import KINDS
from tumen.situation.toml import FILES

SCHEMAS = schemas()
TOML = [file for file in SCHEMAS if file.endswith(".toml")]
CSV = [file for file in SCHEMAS if file.endswith(".csv")]


def tables(schema: Any) -> Iterator[dict[str, Any]]:
    """Give every object of a JSON Schema that has properties."""
    for table in (schema, *schema.get("$defs", {}).values()):
        if "properties" in table:
            yield table


def references(schema: dict[str, Any]) -> Iterator[str]:
    fields = [field for table in tables(schema) for field in table["properties"].values()]
    fields += schema.get("fields", [])
    for field in fields:
        yield from re.split(r"[|=]", field["refers_to"]) if "refers_to" in field else ()


def test_every_file_of_the_format_has_a_schema():
    assert len(TOML) == 11
    assert len(CSV) == 17
    assert [file for file, schema in SCHEMAS.items() if schema["x-required"]] == [
        "situation.toml",
        "places.csv",
        "cohorts.csv",
        "statuses.csv",
        "exits.csv",
        "stops.csv",
        "parameters.toml",
        "outcomes.toml",
    ]


def test_files_of_one_kernel_say_so():
    assert {file for file, schema in SCHEMAS.items() if schema.get("x-kernel") == "journey"} == {
        "stops.csv",
        "closings.csv",
    }
    required = [file for file, of in SCHEMAS.items() if of["x-required"] and of.get("x-kernel") == "compete"]
    assert required == ["cohorts.csv", "statuses.csv", "exits.csv"]


@pytest.mark.parametrize("file", TOML)
def test_unknown_keys_are_forbidden_everywhere(file: str):
    for table in tables(SCHEMAS[file]):
        assert table["additionalProperties"] is False, table["title"]


@pytest.mark.parametrize("file", TOML)
def test_every_key_of_a_table_is_described(file: str):
    for table in SCHEMAS[file]["$defs"].values():
        for key, field in table.get("properties", {}).items():
            assert field.get("description"), f"{table['title']}.{key}"


@pytest.mark.parametrize("file", CSV)
def test_every_column_is_described(file: str):
    for field in SCHEMAS[file]["fields"]:
        assert field["description"].endswith("."), field["name"]


@pytest.mark.parametrize("file", SCHEMAS)
def test_what_is_referred_to_is_a_kind_of_thing(file: str):
    assert set(references(SCHEMAS[file])) <= {*KINDS, "value", "axis", "rest", "number"}


def test_keys_are_as_they_are_written():
    time = SCHEMAS["situation.toml"]["$defs"]["Time"]["properties"]
    assert list(time) == ["from", "to", "step", "report", "substeps", "run_in", "stretches"]
    assert time["step"]["enum"] == ["month", "week", "day"]


@pytest.mark.parametrize("name", situation_names())
@pytest.mark.parametrize("file", TOML)
def test_shipped_documents_fit_the_model_of_the_whole_file(name: str, file: str):
    path = situation_folder(name) / file
    if path.exists():
        FILES[file].model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", situation_names())
@pytest.mark.parametrize("file", CSV)
def test_shipped_tables_fit_their_description(name: str, file: str):
    path = situation_folder(name) / file
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for field in SCHEMAS[file]["fields"]:
        constraints = field.get("constraints", {})
        cells = [row[field["name"]] for row in rows]
        assert all(cells) or not constraints.get("required"), field["name"]
        for cell in filter(None, cells):
            assert re.fullmatch(constraints.get("pattern", ".*"), cell, re.DOTALL), cell
            assert cell in constraints.get("enum", [cell])
