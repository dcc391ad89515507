"""The law as data, and what can be asked of it: who is bound to what on a day, who says otherwise, what collides."""

from tumen.law.conflicts import Conflict as Conflict
from tumen.law.conflicts import conflicts as conflicts
from tumen.law.evaluate import applies as applies
from tumen.law.evaluate import by_position as by_position
from tumen.law.evaluate import condition_bounds as condition_bounds
from tumen.law.evaluate import evaluate as evaluate
from tumen.law.explain import Explanation as Explanation
from tumen.law.explain import explain as explain
from tumen.law.intervals import Interval as Interval
from tumen.law.intervals import regime_intervals as regime_intervals
from tumen.law.query import OPEN as OPEN
from tumen.law.query import Choice as Choice
from tumen.law.query import commands as commands
from tumen.law.query import queries as queries
from tumen.law.question import Question as Question
from tumen.law.reform import Difference as Difference
from tumen.law.reform import Reform as Reform
from tumen.law.reform import differences as differences
from tumen.law.reform import reformed as reformed
from tumen.law.sheet_parts import Sheet as Sheet
from tumen.law.sheets import sheet as sheet
from tumen.law.subjects import People as People
from tumen.law.subjects import Subject as Subject
