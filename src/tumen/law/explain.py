"""Why a norm binds for some people on a day, or does not: seven fixed questions, each with the value used.

The questions are those of the research note on law (section 5.2). Each answer says whether it lets the norm bind.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tumen.law.body import Law
from tumen.law.evaluate import applies
from tumen.law.norms import Norm
from tumen.law.opinions import opposite, otherwise
from tumen.law.query import OPEN, Choice
from tumen.law.question import Case, Question
from tumen.law.questions import act, exceptions, force, party, people_in_scope
from tumen.law.subjects import People, Subject
from tumen.law.truth import Point, Truth, point, truth_of

DECIDING = (1, 2, 3, 5, 6)
"""Questions that make up the truth. The fourth is supposed, and the seventh leaves both norms standing."""


@dataclass(frozen=True)
class Explanation:
    """Why a norm binds for a group on a day, or does not.

    Attributes:
        norm: Which.
        subject: Which group.
        day: Which day.
        choice: Position and thresholds.
        bounds: Agreed and possible share of the people to whom it applies.
        questions: The seven, in order.
        first_failing: Of those that decide, the first with the weakest answer; None where every answer is yes.
    """

    norm: Norm
    subject: Subject
    day: date
    choice: Choice
    bounds: Point
    questions: tuple[Question, ...]
    first_failing: Question | None

    @property
    def truth(self) -> Truth:
        """Whether the norm applies to the people."""
        return truth_of(self.bounds)


def explain(law: Law, people: People, day: date, *, norm: str, choice: Choice = OPEN) -> Explanation:
    """Answer the seven questions about a norm, for one group on one day.

    Args:
        law: All law.
        people: Exactly one group: a described cohort, never a person.
        day: The day asked about.
        norm: Id of the norm.
        choice: Position and thresholds.

    Raises:
        KeyError: no such norm or position.
        ValueError: not exactly one group, or no such level of a fact.
    """
    (subject,) = people.subjects
    case = Case(law, people, day, law.norms[norm], choice)
    bounds = point(applies(case.norm, case.asked.queries.values()))
    before = (force(case), party(case), people_in_scope(case), exceptions(case))
    several = (*before[:3], act(case), before[3], otherwise(case, before, truth_of(bounds)), opposite(case))
    open_ones = [one for one in several if one.number in DECIDING and one.truth != Truth.YES]
    weakest = min(open_ones, key=lambda one: (one.truth, one.number), default=None)
    return Explanation(case.norm, subject, day, choice, bounds, several, weakest)
