"""Many draws, many replicates, all worlds: blocks in parallel, what is recorded, labels and files."""

from tumen.ensemble.aside import Aside as Aside
from tumen.ensemble.aside import told_aside as told_aside
from tumen.ensemble.dask import Dask as Dask
from tumen.ensemble.dataset import quantiles as quantiles
from tumen.ensemble.dataset import result_hash as result_hash
from tumen.ensemble.dataset import variable_hash as variable_hash
from tumen.ensemble.executor import Executor as Executor
from tumen.ensemble.gather import failed_in as failed_in
from tumen.ensemble.gather import refuse_failed as refuse_failed
from tumen.ensemble.gather import there as there
from tumen.ensemble.lock import locked as locked
from tumen.ensemble.opening import open_results as open_results
from tumen.ensemble.plan import Record as Record
from tumen.ensemble.resume import FLEE as FLEE
from tumen.ensemble.resume import build_again as build_again
from tumen.ensemble.resume import resume as resume
from tumen.ensemble.run import simulate as simulate
from tumen.ensemble.store import NAMES as NAMES
from tumen.ensemble.store import manifest as manifest
from tumen.ensemble.store import prepare as prepare
from tumen.ensemble.store import study_line as study_line
from tumen.ensemble.store import verified as verified
from tumen.ensemble.store import write_file as write_file
from tumen.ensemble.writing import write_whole as write_whole
