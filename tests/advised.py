"""Two documents that give different advice, with all that may be said of an option; and the smallest such argument."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from bordered import AWAY, LOUD, RELIEF, SURVEY, bordered
from kinds import compete_model
from tumen.argument.baselines import Baselines
from tumen.argument.premises import premises_of
from tumen.argument.whole import Argument
from tumen.model import CompeteModel, Model, build
from tumen.policy import Objection, Policy, Position, Switch
from tumen.situation import Situation

BOTH, LISTED, LINE, PLAIN = "both", "listed", "line", "plain"
LESS, MORE = "returned_by_force", "reached_safety"
STRENGTH = "LEVER"
"""A switch that only says how strongly an option acts."""


@cache
def advised() -> Situation:
    """Give it: for the survey an option, one listed, one without premises and a combination; for both of them one."""
    of = bordered()
    away = replace(
        of.policies[AWAY],
        option="P1",
        mechanism="They look away.",
        moves={LESS: "less"},
        against=(Objection("ours", "Nobody can see it.", ("K009",)),),
    )
    loud = replace(of.policies[LOUD], option="P2", mechanism="All hear of it.", moves={MORE: "more", LESS: "less"})
    loud = replace(loud, premises={**loud.premises, STRENGTH: "much"})
    listed = Policy(LISTED, "P3: a camp", (), ("K007",), option="P3", by=(SURVEY,), not_simulated="Nobody says how.")
    line = replace(away, id=LINE, title="P1, again", option="", combines=(AWAY,), moves={})
    plain = replace(away, id=PLAIN, title="P4: as P1", option="P4", premises={}, against=())
    both = replace(loud, id=BOTH, title="P1 and P2", option="", by=(SURVEY, RELIEF), combines=(AWAY, LOUD), moves={})
    both = replace(both, levers=(*away.levers, *loud.levers), premises={}, mechanism="")
    said = {
        name: Position(name, f"Said {name}", {"publicity": size}, ()) for name, size in (("little", 0.5), ("much", 3.0))
    }
    policies = {p.id: p for p in (away, loud, listed, line, plain, both)}
    switches = {**of.switches, STRENGTH: Switch(STRENGTH, "How much is said", "little", said)}
    return replace(of, policies={**of.policies, **policies}, switches=switches)


@cache
def advised_model() -> CompeteModel:
    """Build it."""
    return compete_model(advised())


def unrun(situation: Situation) -> Argument:
    """Give an argument of which nothing was run: what the documents say, and no future."""
    model: Model = build(situation)
    worlds = tuple(situation.worlds)
    places = {Baselines.key(one, place.position) for one in premises_of(situation) for place in one.places}
    runs = Baselines(0, worlds, {at: dict.fromkeys(worlds) for at in places})
    return Argument(model, 0, 1, worlds, None, runs, ())
