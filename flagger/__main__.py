"""`python -m flagger`."""

from flagger.cli import main

main()
