"""One file for each mechanism, a page of mathematics: drawn numbers in, rows of hazard tables out."""
