"""From sound tables to the law of a situation. References are kept as written."""

from __future__ import annotations

from collections.abc import Iterable

from tumen.law.body import Doctrine, Law
from tumen.law.facts import Fact, ShareOf, ShareStretch, Stretch
from tumen.law.instruments import Basis, Grade, Instrument, Membership, Party, Reference, Reservation
from tumen.law.norms import Action, Alternative, LegalException, Norm
from tumen.law.positions import Argument, Condition, Position, Reading, Stance
from tumen.situation import law_models as models
from tumen.situation.files import Files
from tumen.situation.law_parts import NORMS, POSITIONS
from tumen.situation.law_predicates import everybody_or, predicate_of


def law_of(files: Files) -> Law | None:
    """Build the law of a folder; None where there is none."""
    norms, positions = files.document(NORMS), files.document(POSITIONS)
    if not norms.raw and not positions.raw:
        return None
    aside = norms.tables(models.SetAside).values()
    return Law(
        parties={name: Party(name, of.title) for name, of in norms.tables(models.PartyTable).items()},
        references={name: _reference(name, of) for name, of in norms.tables(models.ReferenceTable).items()},
        instruments={name: _instrument(name, of) for name, of in norms.tables(models.InstrumentTable).items()},
        actions={name: _action(name, of) for name, of in norms.tables(models.ActionTable).items()},
        conditions={
            name: Condition(name, of.title, of.question) for name, of in positions.tables(models.ConditionTable).items()
        },
        norms={name: _norm(name, of) for name, of in norms.tables(models.NormTable).items()},
        readings={name: _reading(name, of) for name, of in positions.tables(models.ReadingTable).items()},
        positions={name: _position(name, of) for name, of in positions.tables(models.PositionTable).items()},
        facts={name: _fact(name, of) for name, of in norms.tables(models.FactTable).items()},
        shares={name: _share(name, of) for name, of in norms.tables(models.ShareTable).items()},
        doctrines={name: _doctrine(name, of) for name, of in norms.tables(models.DoctrineTable).items()},
        set_aside={claim: why.strip() for table in aside for claim, why in table.root.items()},
    )


def _basis(table: models.Based) -> Basis:
    return Basis(tuple(table.claims), tuple(table.observations), tuple(table.references))


def _grade(table: models.GradeTable) -> Grade:
    return Grade(table.state, table.checked, table.note.strip())


def _reference(name: str, table: models.ReferenceTable) -> Reference:
    return Reference(name, table.title, table.locator, _grade(table.grade))


def _action(name: str, table: models.ActionTable) -> Action:
    return Action(name, table.title, tuple(table.exits), table.why_none.strip())


def _instrument(name: str, table: models.InstrumentTable) -> Instrument:
    return Instrument(
        id=name,
        title=table.title,
        kind=table.kind,
        adopted=table.adopted,
        in_force=table.in_force,
        ended=table.ended,
        known_from=table.known_from,
        memberships=tuple(map(_membership, table.membership)),
        reservations=tuple(Reservation(of.party, tuple(of.norms), of.text, _basis(of)) for of in table.reservation),
        disputed=table.disputed.strip(),
        basis=_basis(table),
        grade=_grade(table.grade),
    )


def _membership(table: models.MembershipTable) -> Membership:
    return Membership(
        party=table.party,
        bindingness=table.bindingness,
        first=table.first,
        last=table.last,
        disputed=table.disputed.strip(),
        basis=_basis(table),
        grade=_grade(table.grade),
    )


def _norm(name: str, table: models.NormTable) -> Norm:
    return Norm(
        id=name,
        instrument=table.instrument,
        provision=table.provision,
        title=table.title,
        words=table.words.strip(),
        function=table.function,
        modality=table.modality,
        bearers=tuple(table.bearers),
        action=table.action,
        condition=table.condition,
        scope=everybody_or(table.scope),
        first=table.first,
        last=table.last,
        exceptions=tuple(map(_exception, table.exception)),
        alternatives=tuple(map(_alternative, table.alternative)),
        implements=tuple(table.implements),
        needs_act=table.needs_act,
        replaces=tuple(table.replaces),
        open_texture=tuple(table.open_texture),
        basis=_basis(table),
        grade=_grade(table.grade),
        disputed=table.disputed.strip(),
    )


def _exception(table: models.ExceptionTable) -> LegalException:
    scope = None if table.scope is None else predicate_of(table.scope)
    return LegalException(table.id, table.words.strip(), scope, _basis(table))


def _alternative(table: models.AlternativeTable) -> Alternative:
    return Alternative(
        id=table.id,
        words=table.words.strip(),
        modality=table.modality,
        action=table.action,
        positions=tuple(table.positions),
        basis=_basis(table),
    )


def _fact(name: str, table: models.FactTable) -> Fact:
    stretches = (
        Stretch(
            level=of.level,
            first=of.first,
            last=of.last,
            scope=everybody_or(of.scope),
            words=of.words.strip(),
            basis=_basis(of),
        )
        for of in table.stretch
    )
    return Fact(name, table.title, tuple(table.scale), table.threshold, tuple(stretches))


def _share(name: str, table: models.ShareTable) -> ShareOf:
    stretches = (
        ShareStretch(
            low=of.low,
            high=of.high,
            first=of.first,
            last=of.last,
            scope=everybody_or(of.scope),
            basis=_basis(of),
            assumed=of.assumed.strip(),
        )
        for of in table.stretch
    )
    return ShareOf(name, table.title, tuple(stretches))


def _doctrine(name: str, table: models.DoctrineTable) -> Doctrine:
    return Doctrine(
        id=name,
        title=table.title,
        words=table.words.strip(),
        prevails=tuple(table.prevails),
        over=tuple(table.over),
        norms=tuple((pair[0], pair[-1]) for pair in table.norms if pair),
        disputed=table.disputed.strip(),
        basis=_basis(table),
        grade=_grade(table.grade),
    )


def _reading(name: str, table: models.ReadingTable) -> Reading:
    return Reading(
        id=name,
        condition=table.condition,
        title=table.title,
        covers=predicate_of(table.covers),
        arguments=_arguments(table.argument),
        against=_arguments(table.against),
    )


def _arguments(tables: Iterable[models.ArgumentTable]) -> tuple[Argument, ...]:
    return tuple(Argument(table.words.strip(), _basis(table)) for table in tables)


def _position(name: str, table: models.PositionTable) -> Position:
    return Position(
        id=name,
        title=table.title,
        summary=table.summary.strip(),
        readings=tuple(table.readings),
        stances=tuple(Stance(of.norm, of.applies, of.ground.strip(), _basis(of)) for of in table.stance),
        basis=_basis(table),
        grade=_grade(table.grade),
    )
