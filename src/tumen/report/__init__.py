"""What may be shown of a run: one page, tables, and the same figures for the terminal; small counts withheld."""

from tumen.report.files import FILES as FILES
from tumen.report.files import write_report as write_report
from tumen.report.headline import answer as answer
from tumen.report.headline import answer_period as answer_period
from tumen.report.headline import caveat as caveat
from tumen.report.headline import headline_rows as headline_rows
from tumen.report.headline import notices as notices
from tumen.report.headline import until_words as until_words
from tumen.report.strings import clean as clean
from tumen.report.strings import say as say
from tumen.report.summary import Summary as Summary
from tumen.report.summary import summarise as summarise
