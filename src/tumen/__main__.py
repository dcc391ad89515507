"""``python -m tumen``."""

from tumen.cli import main

if __name__ == "__main__":
    main()
