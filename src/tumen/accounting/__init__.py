"""How often a run did what a norm forbids: person-events, norm by norm, as agreed and as each position sees it."""

from tumen.accounting.breaches import Breaches as Breaches
from tumen.accounting.breaches import Change as Change
from tumen.accounting.breaches import Figures as Figures
from tumen.accounting.breaches import Row as Row
from tumen.accounting.breaches import breaches as breaches
from tumen.accounting.kept import Span as Span
from tumen.accounting.kept import years as years
from tumen.accounting.prohibitions import Prohibition as Prohibition
from tumen.accounting.prohibitions import prohibitions as prohibitions
