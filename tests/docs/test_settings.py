"""A setting that cannot be is told by its name, with what to write."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from config import SettingError, settings
from loaders.__main__ import main


@pytest.fixture(autouse=True)
def anew() -> Iterator[None]:
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.parametrize(
    ("variable", "value", "setting", "expected"),
    [
        ("LIFECOURSE_DATABASE_THREADS", "x", "database.threads", "a number"),
        ("LIFECOURSE_DATABASE_THREADS", "1.5", "database.threads", "a whole number"),
        ("LIFECOURSE_DATABASE_THREADS", "-1", "database.threads", "above 0"),
        ("LIFECOURSE_DATABASE_MEMORY_LIMIT", "much", "database.memory_limit", "such as 1GB"),
        ("LIFECOURSE_SQL_SECONDS", "nan", "sql.seconds", "above 0"),
        ("LIFECOURSE_ACCOUNTS_REQUIRED", "yes", "accounts.required", "true or false"),
    ],
)
def test_a_wrong_setting_is_named(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    variable: str,
    value: str,
    setting: str,
    expected: str,
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingError) as found:
        settings()
    for words in (setting, value, expected, variable):
        assert words in str(found.value)
    settings.cache_clear()
    assert main(["check"]) == 2
    assert setting in capsys.readouterr().err
