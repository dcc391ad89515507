"""Flee: its folders, its columns, its error."""

from tumen.interop.flee.files import situation_files as situation_files
from tumen.interop.flee.folder import FleeFolder as FleeFolder
from tumen.interop.flee.lint import Finding as Finding
from tumen.interop.flee.lint import lint as lint
from tumen.interop.flee.reader import read_folder as read_folder
from tumen.interop.flee.settings import Setting as Setting
from tumen.interop.flee.versions import BEHAVIOUR as BEHAVIOUR
from tumen.interop.flee.versions import Version as Version
