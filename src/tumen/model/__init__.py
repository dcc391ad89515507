"""A situation, a draw and a policy become cells, exits and tables; anchors are solved."""

from tumen.model.anchors import solved as solved
from tumen.model.anchors import solved_middle as solved_middle
from tumen.model.anchors import tables as tables
from tumen.model.build import CompeteModel as CompeteModel
from tumen.model.build import Model as Model
from tumen.model.build import build as build
from tumen.model.build import fixed_by as fixed_by
from tumen.model.journey import JourneyModel as JourneyModel
from tumen.model.plan import record_plan as record_plan
from tumen.model.plan import whole_numbers as whole_numbers
from tumen.model.tables import as_drawn as as_drawn
from tumen.model.tables import drawn_values as drawn_values
from tumen.model.tables import idle_levers as idle_levers
from tumen.model.tables import make_tables as make_tables
from tumen.model.tables import middle_values as middle_values
