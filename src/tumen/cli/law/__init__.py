"""``tumen law``: which norms bind whom on a day, who says otherwise, and what a run means under each position."""

from tumen.cli.law.command import law as law
