"""A situation as it was known by some day: whatever came out later is hidden."""

from tumen.situation.known.whole import known_by as known_by
