"""Files that other people's tools read: where a run comes from, a claim by itself, evidence as tables."""

from tumen.export.files import as_json as as_json
from tumen.export.files import write_files as write_files
from tumen.export.nanopub import nanopub as nanopub
from tumen.export.nanopub import nanopubs as nanopubs
from tumen.export.prov import prov as prov
from tumen.export.prov import write_prov as write_prov
from tumen.export.tables import tables as tables
