"""What a number rests on: sources, claims, observations; from them priors; parameters, anchors, worlds."""

from tumen.evidence.body import Evidence as Evidence
from tumen.evidence.parameters import DURATIONS as DURATIONS
from tumen.evidence.parameters import RATES as RATES
from tumen.evidence.parameters import UNITS as UNITS
from tumen.evidence.parameters import Anchor as Anchor
from tumen.evidence.parameters import AnchorPrior as AnchorPrior
from tumen.evidence.parameters import Parameter as Parameter
from tumen.evidence.parameters import World as World
from tumen.evidence.priors import Distribution as Distribution
from tumen.evidence.priors import Family as Family
from tumen.evidence.priors import Prior as Prior
from tumen.evidence.records import KEPT_OUT as KEPT_OUT
from tumen.evidence.records import Assessment as Assessment
from tumen.evidence.records import Claim as Claim
from tumen.evidence.records import Happening as Happening
from tumen.evidence.records import Link as Link
from tumen.evidence.records import Member as Member
from tumen.evidence.records import Observation as Observation
from tumen.evidence.records import Pool as Pool
from tumen.evidence.records import Quantity as Quantity
from tumen.evidence.records import Rating as Rating
from tumen.evidence.records import Relation as Relation
from tumen.evidence.records import Role as Role
from tumen.evidence.records import Series as Series
from tumen.evidence.records import Source as Source
from tumen.evidence.records import Support as Support
