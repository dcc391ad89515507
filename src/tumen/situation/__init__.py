"""A situation: the folder of data that says what is simulated, read and checked."""

from tumen.situation.folder import check_folder as check_folder
from tumen.situation.folder import read_situation as read_situation
from tumen.situation.folder import situation_folder as situation_folder
from tumen.situation.folder import situation_names as situation_names
from tumen.situation.hidden import Hidden as Hidden
from tumen.situation.known import known_by as known_by
from tumen.situation.reform import read_reform as read_reform
from tumen.situation.schema import schemas as schemas
from tumen.situation.subjects import people_of as people_of
from tumen.situation.types import Calendar as Calendar
from tumen.situation.types import Situation as Situation
