"""``python -m penchant``: the command line."""

from penchant.cli import main

main()
