"""Run the command line as ``python -m sinograph``."""

from sinograph.cli import main

main()
