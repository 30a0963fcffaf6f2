"""What a text and a day may be, the same at every door: how many characters, and the years that a school can mean."""

from datetime import date

LINE, PROSE = 200, 4000
PEOPLE = 100_000
YEARS = range(2000, 2100)
PAPER_YEARS = range(1949, YEARS.stop)
"""Those in which a paper that is filed can have been issued: laws are older than what they are filed for."""
FIRST_DAY, LAST_DAY = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)
