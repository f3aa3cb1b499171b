"""``python -m scraper`` is the command ``backissues``."""

from scraper.cli import main

main()
