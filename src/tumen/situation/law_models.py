"""The files of law as pydantic models."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field, RootModel

from tumen.law.instruments import Bindingness, Kind, State
from tumen.law.norms import Function, Modality
from tumen.situation.fields import Id, Strict, Text, refers


class PredicateTable(Strict):
    """People, places and days: exactly one key; `from` and `to` count as one."""

    only: dict[str, list[str]] | None = Field(
        None, description="Attributes have one of these values.", json_schema_extra={"refers_to": "attribute=value"}
    )
    statuses: list[str] | None = refers("status", "They are in one of these statuses.", default=None)
    places: list[str] | None = refers("place", "They are at one of these places, or inside it.", default=None)
    first: date | None = Field(None, alias="from", description="The day is this one or later.")
    last: date | None = Field(None, alias="to", description="The day is this one or earlier.")
    share: str | None = refers("share", "What a share of them has.", default=None, min_length=1)
    at_least: dict[str, str] | None = Field(
        None,
        description="A fact reaches a level of its scale; `threshold`: the one that the user chooses.",
        json_schema_extra={"refers_to": "fact=value"},
    )
    holds: str | None = refers("condition", "A legal condition holds.", default=None, min_length=1)
    every: list[PredicateTable] | None = Field(None, alias="all", description="All of these; none: everybody.")
    some: list[PredicateTable] | None = Field(None, alias="any", description="One of these; none: nobody.")
    no: PredicateTable | None = Field(None, alias="not", description="Not this.")


class Based(Strict):
    """What a statement of law rests on."""

    claims: list[str] = refers("claim", "Claims that say so.", default_factory=list)
    observations: list[str] = refers("series", "Series of observations that say so.", default_factory=list)
    references: list[str] = refers("reference", "Published texts that say so.", default_factory=list)


class GradeTable(Strict):
    """How far a legal fact was checked."""

    state: State = Field(description="In the text itself, in a page about it, or by nobody.")
    checked: date | None = Field(None, description="Day of the check; none where nobody checked.")
    note: str = Field("", description="What was seen, and what was not.")


class PartyTable(Strict):
    """A state or body that can be bound."""

    title: Text = Field(description="For people to read.")


class ReferenceTable(Strict):
    """A published text outside the documents."""

    title: Text = Field(description="Author or body, title, year.")
    locator: str = Field("", description="A document number, a URL, a pinpoint.")
    grade: GradeTable = Field(description="How far it was checked.")


class ActionTable(Strict):
    """Something that is done to people or by them."""

    title: Text = Field(description="As a verb phrase.")
    exits: list[str] = refers("exit|group", "Exits or groups that are this action.", default_factory=list)
    why_none: str = Field("", description="Where there are none: why.")


class MembershipTable(Based):
    """How a party stands to an instrument, for one stretch of time."""

    party: str = refers("party", "Who.", min_length=1)
    bindingness: Bindingness = Field(description="`party` and `custom` bind; `unverified` is contested.")
    first: date | None = Field(None, alias="from", description="First day; none: once the instrument is in force.")
    last: date | None = Field(None, alias="to", description="Last day; none: open.")
    disputed: str = Field("", description="Why it is contested that it binds.")
    grade: GradeTable = Field(description="How far it was checked.")


class ReservationTable(Based):
    """What a party excluded when it joined."""

    party: str = refers("party", "Whose.", min_length=1)
    norms: list[str] = refers("norm", "Norms that it touches.", default_factory=list)
    text: Text = Field(description="In words.")


class InstrumentTable(Based):
    """A treaty, an act, a code, an understanding."""

    title: Text = Field(description="Its name.")
    kind: Kind = Field(description="What sort of law.")
    adopted: date | None = Field(None, description="Day of signature or adoption; none: unknown.")
    in_force: date | None = Field(None, description="First day in force at all; none: unknown, all of it is contested.")
    ended: date | None = Field(None, description="Last day in force; none: open.")
    known_from: date | None = Field(None, description="Day since which the public can know it, if later.")
    disputed: str = Field("", description="Dates or contents on which sources differ.")
    grade: GradeTable = Field(description="How far it was checked.")
    membership: list[MembershipTable] = Field(default_factory=list[MembershipTable], description="Who is bound, when.")
    reservation: list[ReservationTable] = Field(
        default_factory=list[ReservationTable], description="What parties excluded."
    )


class ExceptionTable(Based):
    """What takes people out of a norm."""

    id: Id = Field(description="Unique in the norm.")
    words: Text = Field(description="What it says.")
    scope: PredicateTable | None = Field(None, description="Whom it takes out; none: the model cannot tell them.")


class AlternativeTable(Based):
    """One of several readings of what a norm commands."""

    id: Id = Field(description="Unique in the norm.")
    words: Text = Field(description="What the norm commands, so read.")
    modality: Modality = Field(description="What sort of command, so read.")
    action: str = refers("action", "The action it speaks of, so read.", min_length=1)
    positions: list[str] = refers("position", "Positions that read it so.", default_factory=list)


class NormTable(Based):
    """One provision."""

    instrument: str = refers("instrument", "Where it stands.", min_length=1)
    provision: str = Field("", description="Its number; none: unknown.")
    title: Text = Field(description="For people to read.")
    words: Text = Field(description="What it commands, in a plain sentence of ours.")
    function: Function = Field(description="Whether it commands, defines a condition, gives a power, or a remedy.")
    modality: Modality = Field(description="What sort of command.")
    bearers: list[str] = refers("party", "Whom it binds, or whose law it is.")
    action: str = refers("action", "The action it speaks of.", min_length=1)
    condition: str = refers("condition", "Of a constitutive norm: what it defines.", default="")
    scope: PredicateTable | None = Field(None, description="Whom it covers; none: everybody.")
    first: date | None = Field(None, alias="from", description="First day of this version; none: from the start.")
    last: date | None = Field(None, alias="to", description="Last day of this version; none: open.")
    implements: list[str] = refers("norm", "Norms that it puts into domestic law.", default_factory=list)
    needs_act: bool = Field(False, description="Whether it asks for domestic law to be put into effect.")
    replaces: list[str] = refers("norm", "Norms of which it is a later version.", default_factory=list)
    open_texture: list[str] = Field(default_factory=list, description="Words in it that people must judge.")
    disputed: str = Field("", description="What is contested about it as a whole.")
    grade: GradeTable = Field(description="How far it was checked.")
    exception: list[ExceptionTable] = Field(default_factory=list[ExceptionTable], description="Whom it leaves out.")
    alternative: list[AlternativeTable] = Field(
        default_factory=list[AlternativeTable], description="Readings of its command: none, or two at least."
    )


class StretchTable(Based):
    """What is said of a fact for some people and some time."""

    level: str = Field(description="A value of the scale.")
    first: date | None = Field(None, alias="from", description="First day; none: open.")
    last: date | None = Field(None, alias="to", description="Last day; none: open.")
    scope: PredicateTable | None = Field(None, description="Of whom it is said; none: of everybody.")
    words: Text = Field(description="What is said.")


class FactTable(Strict):
    """Something on an ordered scale that sources state."""

    title: Text = Field(description="For people to read.")
    scale: list[str] = Field(description="Levels from least to most.")
    threshold: str = Field(description="Level that counts unless the user names another.")
    stretch: list[StretchTable] = Field(default_factory=list[StretchTable], description="What is said.")


class ShareStretchTable(Based):
    """A share of people for some time."""

    low: float = Field(description="Lower bound.")
    high: float = Field(description="Upper bound.")
    first: date | None = Field(None, alias="from", description="First day; none: open.")
    last: date | None = Field(None, alias="to", description="Last day; none: open.")
    scope: PredicateTable | None = Field(None, description="Of whom it is said; none: of everybody.")
    assumed: str = Field("", description="Why no source settles it: an argument of at least 40 characters.")


class ShareTable(Strict):
    """What a share of people have and no attribute tells."""

    title: Text = Field(description="For people to read.")
    stretch: list[ShareStretchTable] = Field(default_factory=list[ShareStretchTable], description="What is said.")


class DoctrineTable(Based):
    """A rule about which of two norms prevails: by the kind of their instruments, or these two."""

    title: Text = Field(description="For people to read.")
    words: Text = Field(description="What it says.")
    prevails: list[Kind] = Field(default_factory=list[Kind], description="Kinds of instruments that prevail by it.")
    over: list[Kind] = Field(default_factory=list[Kind], description="Kinds over which they prevail.")
    norms: list[list[str]] = refers(
        "norm", "Instead: pairs of the norm that prevails and the one that yields.", default_factory=list
    )
    disputed: str = Field("", description="Who holds otherwise.")
    grade: GradeTable = Field(description="How far it was checked.")


class Ends(RootModel[dict[Id, date]]):
    """Norms that a reform ends, and their last days."""

    model_config = ConfigDict(strict=True, frozen=True)


class SetAside(RootModel[dict[Id, Text]]):
    """Claims of kind rule that are no norm, position or practice here, and why."""

    model_config = ConfigDict(strict=True, frozen=True)

    root: dict[Id, Text] = Field(json_schema_extra={"refers_to": "claim=value"})


class NormsFile(Strict):
    """norms.toml."""

    party: dict[Id, PartyTable] = Field(default_factory=dict)
    reference: dict[Id, ReferenceTable] = Field(default_factory=dict)
    action: dict[Id, ActionTable] = Field(default_factory=dict)
    instrument: dict[Id, InstrumentTable] = Field(default_factory=dict)
    norm: dict[Id, NormTable] = Field(default_factory=dict)
    fact: dict[Id, FactTable] = Field(default_factory=dict)
    share: dict[Id, ShareTable] = Field(default_factory=dict)
    doctrine: dict[Id, DoctrineTable] = Field(default_factory=dict)
    set_aside: SetAside | None = None


class ConditionTable(Strict):
    """Something that a person is in law."""

    title: Text = Field(description="As in `is a refugee`.")
    question: Text = Field(description="What its readings answer.")


class ArgumentTable(Based):
    """A reason for or against a reading."""

    words: Text = Field(description="The argument, in one or two sentences.")


class ReadingTable(Strict):
    """One answer to who fulfils a condition."""

    condition: str = refers("condition", "Which condition.", min_length=1)
    title: Text = Field(description="For people to read.")
    covers: PredicateTable = Field(description="Whom it covers.")
    argument: list[ArgumentTable] = Field(default_factory=list[ArgumentTable], description="For it.")
    against: list[ArgumentTable] = Field(default_factory=list[ArgumentTable], description="Against it.")


class StanceTable(Based):
    """What a position holds of one norm."""

    norm: str = refers("norm", "Which norm.", min_length=1)
    applies: Literal["yes", "no", "contested"] = Field(description="Whether it holds it to apply to those in scope.")
    ground: Text = Field(description="Why, attributed to who says so.")


class PositionTable(Based):
    """A named legal stance."""

    title: Text = Field(description="Whose it is.")
    summary: Text = Field(description="What it holds, as its holder would say it.")
    readings: list[str] = refers("reading", "Readings that it accepts; silent where none.", default_factory=list)
    grade: GradeTable = Field(description="How far that was checked.")
    stance: list[StanceTable] = Field(default_factory=list[StanceTable], description="What it holds of single norms.")


class PositionsFile(Strict):
    """positions.toml."""

    condition: dict[Id, ConditionTable] = Field(default_factory=dict)
    reading: dict[Id, ReadingTable] = Field(default_factory=dict)
    position: dict[Id, PositionTable] = Field(default_factory=dict)
