"""``python -m bench NAME [OPTIONS]``: runs one measurement."""

from __future__ import annotations

import sys
from importlib import import_module

SUBCOMMANDS = {
    "understanding": "bench.understanding",
}
"""A measurement's name and its module, which offers ``main(argv) -> int``."""


def main(argv: list[str]) -> int:
    """Run the measurement that ``argv`` names with the rest of ``argv``."""
    if not argv or argv[0] not in SUBCOMMANDS:
        print(f"usage: python -m bench {{{','.join(SUBCOMMANDS)}}} [OPTIONS]", file=sys.stderr)
        return 2
    code: int = import_module(SUBCOMMANDS[argv[0]]).main(argv[1:])
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
