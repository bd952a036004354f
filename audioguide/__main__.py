"""The command: `audioguide`, or `python -m audioguide`."""


def main() -> None:
    """Run the command line and exit with its code."""
    from audioguide.cli import run

    raise SystemExit(run())


if __name__ == "__main__":
    main()
