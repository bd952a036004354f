"""What the user allows on this machine."""

from pathlib import Path

import pytest

from audioguide.core.errors import ScriptProblems
from audioguide.script.user_config import trusted_folders


def test_own_configuration_names_trusted_folders(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(f"allow_commands: [{tmp_path}/a, ~/b]\n")

    home = Path("~").expanduser().resolve()
    assert trusted_folders(file) == (str(tmp_path.resolve() / "a"), str(home / "b"))


@pytest.mark.parametrize("written", ["allow_commands: [here]", "allow: [~]", "- ~/a"])
def test_own_configuration_with_a_mistake_is_told(tmp_path: Path, written: str) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(written)

    with pytest.raises(ScriptProblems):
        trusted_folders(file)
