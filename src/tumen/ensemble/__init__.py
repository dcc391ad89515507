"""Many draws, many replicates, all worlds: blocks in parallel, what is recorded, labels and files."""

from tumen.ensemble.aside import Aside as Aside
from tumen.ensemble.aside import told_aside as told_aside
from tumen.ensemble.dataset import open_results as open_results
from tumen.ensemble.dataset import quantiles as quantiles
from tumen.ensemble.dataset import result_hash as result_hash
from tumen.ensemble.dataset import variable_hash as variable_hash
from tumen.ensemble.plan import Record as Record
from tumen.ensemble.run import simulate as simulate
from tumen.ensemble.store import NAMES as NAMES
from tumen.ensemble.store import manifest as manifest
from tumen.ensemble.store import prepare as prepare
from tumen.ensemble.store import verified as verified
from tumen.ensemble.store import write_file as write_file
from tumen.ensemble.store import write_whole as write_whole
