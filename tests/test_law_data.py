"""The law of the flagship as data: what is in it, on what it rests, how far it was checked, and what must never be."""

import csv
import importlib
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from tumen.law.body import Law
from tumen.law.instruments import Instrument
from tumen.law.predicates import All, Share
from tumen.law.predicates import Any as AnyOf
from tumen.situation import Situation, read_situation, situation_folder
from tumen.situation.fate import Fate, fates_of
from tumen.situation.law_parts import bases_in

ROOT = Path(__file__).parents[1]
CLAIMS = ROOT.parent / "shared" / "domain" / "claims.csv"
LAW_FILES = ("norms.toml", "positions.toml")
RULES = 71
# Party and instrument → the first day on which it is bound without dispute; None: at no time.
BOUND = {
    ("china", "refugee_convention"): date(1982, 12, 23),
    ("china", "refugee_protocol"): date(1982, 9, 24),
    ("cambodia", "refugee_convention"): date(1993, 1, 13),
    ("thailand", "refugee_convention"): None,
    ("mongolia", "refugee_convention"): None,
    ("china", "unhcr_agreement"): date(1995, 12, 1),
    ("china", "cat"): date(1988, 11, 3),
    ("china", "iccpr"): None,
    ("north_korea", "iccpr"): date(1981, 12, 14),
    ("china", "icescr"): date(2001, 6, 27),
    ("china", "cerd"): date(1982, 2, 28),
    ("china", "crc"): date(1992, 4, 2),
    ("china", "cedaw"): date(1981, 9, 3),
    ("china", "palermo"): date(2010, 3, 10),
    ("china", "vccr"): date(1979, 8, 1),
    ("china", "minutes_1955"): date(1955, 6, 8),
    ("china", "treaty_1961"): date(1961, 9, 10),
    ("china", "criminals_1960"): None,
    ("china", "border_protocol_1964"): date(1964, 6, 20),
    ("china", "border_agreement_1965"): None,
    ("china", "border_agreement_1985"): None,
    ("china", "border_protocol_1986"): date(1986, 8, 12),
    ("china", "understanding_2002"): None,
    ("china", "coi_2014"): None,
    ("china", "prc_exit_entry_law"): date(2013, 7, 1),
    ("south_korea", "rok_settlement_act"): date(1997, 7, 14),
    ("united_states", "nkhra"): date(2004, 10, 18),
}
# What nobody has seen in any page: it must not be passed off as checked.
FROM_MEMORY = {
    *("refugee_convention_31", "refugee_convention_32", "refugee_convention_35", "refugee_protocol_1_2"),
    *("unhcr_handbook_94", "cat_3", "palermo_6", "vccr_36_1b", "prc_criminal_code_240", "prc_criminal_code_322"),
    *("prc_nationality_4", "border_protocol_1986_4_2", "border_protocol_1998", "rok_constitution_3"),
    *("dprk_criminal_code_1987_117", "dprk_criminal_code_233", "dprk_criminal_code_221", "dprk_criminal_code_62"),
}
COUNTED = {
    "return": ("hand_over",),
    "arrest": ("arrest",),
    "take_out": ("taken_out",),
    "sell": ("sold",),
    "punish": ("sorted_training", "sorted_reeducation", "sorted_camp", "sorted_dies_at_once"),
    "stop_leaving": ("caught_leaving",),
    "turn_away": ("turned_away",),
}
# What people do to save themselves or others.
NEVER_COUNTED = ("leave", "cross", "help", "shelter_in_mission", "speak")
# Reading → claims that speak against it, as the description of the system lists them.
COUNTER_POINTS = {"Q0": {"S109"}, "Q1": {"B053"}, "Q2": {"B052", "B066"}, "Q3": {"B080", "S133", "B077", "B079"}}
FORBIDDEN = ("illegals", "violation", "stock of brides", "smuggl")


@pytest.fixture(scope="module")
def flagship() -> Situation:
    return read_situation("dprk-china")


@pytest.fixture(scope="module")
def law(flagship: Situation) -> Law:
    assert flagship.law is not None
    return flagship.law


@pytest.fixture(scope="module")
def fates(flagship: Situation) -> Mapping[str, Fate]:
    return fates_of(flagship)


@pytest.fixture(scope="module")
def text() -> str:
    folder = situation_folder("dprk-china")
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in LAW_FILES)


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    """Load the script, which lies in no package."""
    sys.path.insert(0, str(ROOT / "tools"))
    yield importlib.import_module("law_tables")
    sys.path.remove(str(ROOT / "tools"))


@pytest.fixture(scope="module")
def tables(script: ModuleType, flagship: Situation) -> Mapping[str, str]:
    return script.tables(flagship)


def rows_of(table: str) -> list[list[str]]:
    """Read the cells of a table, without its head."""
    lines = [line for line in table.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def bound_from(instrument: Instrument, party: str) -> date | None:
    """Work out the first day on which a party is bound and nobody disputes it."""
    if instrument.in_force is None:
        return None
    firm = [one for one in instrument.memberships if one.party == party and not one.disputed]
    bound = [one for one in firm if one.bindingness in {"party", "custom"}]
    return min((max(instrument.in_force, one.first or instrument.in_force) for one in bound), default=None)


# ---- each rule of the documents ---------------------------------------------------------------------


def test_every_rule_of_the_documents_has_one_row(tables: Mapping[str, str], flagship: Situation):
    rules = [claim.id for claim in flagship.claims.values() if claim.kind == "rule"]
    assert len(rules) == RULES
    assert [row[0] for row in rows_of(tables["law-rules"])] == rules


@pytest.mark.skipif(not CLAIMS.is_file(), reason="the folder shared/ is not beside the repository")
def test_no_rule_of_the_documents_has_been_left_behind(tables: Mapping[str, str]):
    with CLAIMS.open(encoding="utf-8", newline="") as file:
        rules = {row["id"] for row in csv.DictReader(file) if row["kind"] == "rule"}
    assert {row[0] for row in rows_of(tables["law-rules"])} == rules


def test_every_rule_stands_for_something_or_says_why_not(tables: Mapping[str, str], script: ModuleType):
    made = tables["law-rules"]
    assert script.UNSETTLED not in made
    for claim, _, becomes in rows_of(made):
        sort = re.match(r"(\w+) `\w+`|set aside: .{40,}|kept out, section 9", becomes)
        assert sort, claim


def test_the_script_would_tell_of_a_rule_that_nobody_took_up(script: ModuleType, law: Law, fates: Mapping[str, Fate]):
    lost = Fate("S007", kept_out=False, memberships={}, compared="", timeline=(), events=(), reason="")
    assert script._stands(law, lost) == script._becomes(law, lost) == script.UNSETTLED
    assert script._stands(law, fates["S079"]) == "norm"
    assert script._stands(law, fates["B020"]) == "practice"
    assert script._stands(law, fates["B091"]) == script.ASIDE


def test_the_page_is_not_stale(script: ModuleType):
    assert script.main(["--check"]) == 0


# ---- what it rests on -------------------------------------------------------------------------------


@pytest.mark.parametrize(("party", "instrument"), BOUND)
def test_a_party_is_bound_from_the_later_of_two_days(law: Law, *, party: str, instrument: str):
    assert bound_from(law.instruments[instrument], party) == BOUND[party, instrument]


def test_nothing_claims_to_have_been_checked_in_an_official_text(law: Law):
    grades = [thing.grade for thing in (*law.norms.values(), *law.instruments.values(), *law.references.values())]
    assert {grade.state for grade in grades} == {"secondary", "memory"}
    assert all((grade.checked is None) == (grade.state == "memory") for grade in grades)


@pytest.mark.parametrize("norm", sorted(FROM_MEMORY))
def test_what_rests_on_memory_says_so(law: Law, norm: str):
    assert law.norms[norm].grade.state == "memory"


def test_no_norm_is_better_checked_than_all_it_rests_on(law: Law):
    """Claims and observations are documents that were read; a norm with neither needs a text that was seen."""
    for norm in law.norms.values():
        basis = norm.basis
        seen = [name for name in basis.references if law.references[name].grade.state != "memory"]
        if not (basis.claims or basis.observations or seen):
            assert norm.grade.state == "memory", norm.id


def test_everything_rests_on_something(law: Law):
    things = [*law.norms.values(), *law.instruments.values(), *law.positions.values(), *law.doctrines.values()]
    for thing in things:
        assert any((thing.basis.claims, thing.basis.observations, thing.basis.references)), thing.id


def test_every_text_is_named_somewhere(law: Law):
    kinds = (law.instruments, law.norms, law.readings, law.positions, law.facts, law.shares, law.doctrines)
    named = {name for kind in kinds for thing in kind.values() for of in bases_in(thing) for name in of.references}
    assert set(law.references) - named == set()


def test_a_version_begins_when_the_one_before_it_ends(law: Law):
    code = [norm for norm in law.norms.values() if norm.instrument == "dprk_criminal_code" and norm.replaces]
    assert len(code) == 8
    for norm in code:
        (before,) = (law.norms[name] for name in norm.replaces)
        assert norm.first and before.last
        assert (norm.first - before.last).days == 1, norm.id


# ---- what is disputed -------------------------------------------------------------------------------


@pytest.mark.parametrize("reading", COUNTER_POINTS)
def test_the_counter_points_are_told(law: Law, reading: str):
    against = {claim for one in law.readings[reading].against for claim in one.basis.claims}
    assert against >= COUNTER_POINTS[reading]


def test_every_reading_that_has_a_rival_is_argued_for_and_against(law: Law):
    for one in law.readings.values():
        rivals = [other for other in law.readings.values() if other.condition == one.condition]
        assert one.arguments, one.id
        assert one.against or len(rivals) == 1, one.id


def test_the_label_is_a_matter_of_treatment_and_not_of_status(law: Law):
    assert law.readings["Q4"].condition == "treatment"
    assert law.readings["Q0"].covers == AnyOf(())
    assert {one.id for one in law.readings.values() if one.condition == "refugee"} == {"Q0", "Q1", "Q2", "Q3"}


def test_two_norms_are_read_in_two_ways(law: Law):
    several = {norm.id: [one.id for one in norm.alternatives] for norm in law.norms.values() if norm.alternatives}
    assert several == {"vccr_31_2": ["no_entry", "protect"], "border_protocol_1986_4_2": ["duty", "discretion"]}


@pytest.mark.parametrize("norm", ["border_protocol_1964_4", "border_protocol_1986_4_1", "border_protocol_1986_4_2"])
def test_people_forced_across_by_disaster_are_left_out(law: Law, norm: str):
    assert "disaster" in {one.id for one in law.norms[norm].exceptions if one.scope is not None}


def test_the_share_that_left_for_politics_is_what_surveys_say(law: Law, flagship: Situation):
    (told,) = law.shares["left_for_politics"].stretches
    asked = [flagship.claims[claim].best or 0.0 for claim in ("B053", "B054")]
    series = ("motive_political_share", "motive_religious_share")
    heard = [of.value or 0.0 for of in flagship.observations if of.series in series]
    assert told.low == pytest.approx(sum(asked))
    assert told.high == pytest.approx(sum(heard))
    covers = law.readings["Q1"].covers
    assert isinstance(covers, All)
    assert Share("left_for_politics") in covers.parts


def test_china_is_not_made_to_say_what_nobody_has_seen(law: Law):
    """What it wrote to the commission is remembered: it is an argument, and decides nothing."""
    china = law.positions["chinese_government"]
    assert not any(law.readings[name].condition == "danger_of_torture" for name in china.readings)
    assert {law.readings[name].id for name in china.readings} == {"Q0", "national_of_the_north"}
    assert china.basis.claims
    assert "coi_letter_2013" not in china.basis.references


# ---- do no harm -------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", COUNTED)
def test_what_states_do_is_counted(law: Law, action: str):
    assert law.actions[action].exits == COUNTED[action]


@pytest.mark.parametrize("action", NEVER_COUNTED)
def test_what_people_do_to_save_themselves_or_others_is_not(law: Law, action: str):
    assert law.actions[action].exits == ()
    assert law.actions[action].why_none


def test_every_return_is_counted_once(law: Law, flagship: Situation):
    """Whoever is recognised and then detained is handed over from detention, and counted there."""
    counted = law.actions["return"].exits
    exits = [one for one in flagship.exits.values() if one.group in counted or one.id in counted]
    assert {one.from_status for one in exits} == {"C7"}
    assert {one.to_status for one in exits} == {"R0"}


def test_claims_that_are_kept_out_support_nothing(flagship: Situation, text: str):
    kept = [claim.id for claim in flagship.claims.values() if claim.kept_out]
    assert len(kept) == 13
    assert [claim for claim in kept if claim in text] == []


def test_words(text: str):
    assert [word for word in FORBIDDEN if word in text.lower()] == []
