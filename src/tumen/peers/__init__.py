"""Folders of other tools, run here and judged as their users judge them."""

from tumen.peers.flee import FleeRun as FleeRun
from tumen.peers.flee import run_folder as run_folder
