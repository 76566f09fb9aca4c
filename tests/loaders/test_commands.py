"""The commands as a curator calls them: 0 all is well, 1 the data is wrong, 2 the call is."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT
from loaders.__main__ import main
from loaders.store import Store
from tests.loaders import small

A_LINE = re.compile(r"data/[\w/.]+:\d+:\d+: [\w ]+: .+; expected .+")


@pytest.fixture
def data(tmp_path):
    return small.write(tmp_path / "data")


@pytest.fixture
def texts(tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "report.txt").write_text(small.TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def run(capsys):
    """Run a command; return its exit code and what it wrote."""

    def call(*arguments):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:  # argparse
            code = stop.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def spoil(data):
    small.change(data, "figures/report.yaml", "kind: outcome", "kind: outcom")
    small.change(data, "areas.yaml", "area_type: place", "area_type: palace")


def test_check(run, data):
    code, out, err = run("check", "--data", data)
    assert code == 0
    assert out.startswith("2 figures, 2 indicators, 0 programmes, 0 observations, 0 wards")
    assert out.endswith("no problem\n")
    assert err == ""


def test_check_of_wrong_data(run, data):
    spoil(data)
    code, out, err = run("check", "--data", data)
    assert code == 1
    assert out == ""
    lines = err.splitlines()
    assert [bool(A_LINE.match(line)) for line in lines[:-1]] == [True] * (len(lines) - 1)
    assert any("'outcom' is not known here" in line for line in lines)
    assert any("'palace' is not known here" in line for line in lines)
    assert any("(write: outcome)" in line for line in lines)
    assert lines[-1] == f"{len(lines) - 1} problems"
    assert "Traceback" not in err


def test_build(run, data, tmp_path):
    code, out, err = run("build", "--data", data, "--out", tmp_path / "out")
    assert (code, err) == (0, "")
    path = Path(out.splitlines()[-1])
    store = Store(path)
    assert len(store.query("SELECT * FROM figures")) == 2
    store.close()


def test_build_of_wrong_data(run, data, tmp_path):
    spoil(data)
    code, out, err = run("build", "--data", data, "--out", tmp_path / "out")
    assert (code, out) == (1, "")
    assert "'outcom' is not known here" in err
    assert not (tmp_path / "out").exists()


def test_check_and_build_agree_on_a_check_without_a_result(run, data, tmp_path):
    (data / "checks.yaml").write_text(
        "- id: ratio\n  kind: ratio\n  statement: one by nothing\n"
        "  inputs: {a: residents-all}\n  formula: a / (a - a)\n  stated: residents-all\n",
        encoding="utf-8",
    )
    said = {
        run("check", "--data", data),
        run("build", "--data", data, "--out", tmp_path / "out"),
    }
    ((code, out, err),) = said
    assert (code, out) == (1, "")
    assert err.startswith("data/checks.yaml:5:3: formula: 'a / (a - a)' divides by zero")


@pytest.mark.skipif(sys.platform != "linux", reason="needs pipes and names of any bytes")
@pytest.mark.parametrize("pipe", [True, False])
def test_build_of_a_pipe_and_of_a_name_that_is_no_text(run, data, tmp_path, pipe):
    path = Path(os.fsdecode(bytes(data / "figures") + b"/\xff.yaml"))
    if pipe:
        os.mkfifo(path)
    else:
        path.write_text("- x\n", encoding="utf-8")
    code, _, err = run("build", "--data", data, "--out", tmp_path / "out")
    assert code == 1
    assert err.startswith("data/figures/?.yaml:1:")


def test_build_into_a_file(run, data, tmp_path):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    code, out, err = run("build", "--data", data, "--out", tmp_path / "taken")
    assert (code, out) == (2, "")
    assert "--out" in err
    assert "Traceback" not in err


def test_verify(run, data, texts):
    code, out, err = run("verify", "--data", data, "--texts", texts)
    assert (code, err) == (0, "")
    assert out.startswith("2 figures: every fragment is in its text")


def test_verify_of_a_fragment_that_is_not_there(run, data, texts):
    (texts / "report.txt").write_text(small.TEXT.replace("7.59%", "17.59%"), encoding="utf-8")
    code, out, err = run("verify", "--data", data, "--texts", texts)
    assert (code, out) == (1, "")
    assert re.match(
        r"data/figures/report.yaml:16:3: as_stated: '7.59% at March 2025' is not in the text", err
    )


def test_verify_of_a_value_that_is_not_given(run, data, texts):
    small.change(data, "figures/report.yaml", "value: 7.59\n", "value: 7.95\n")
    code, _, err = run("verify", "--data", data, "--texts", texts)
    assert code == 1
    assert re.match(r"data/figures/report.yaml:13:3: value: .* does not give 7.95", err)


def test_verify_of_wrong_data(run, data, texts):
    spoil(data)
    code, _, err = run("verify", "--data", data, "--texts", texts)
    assert code == 1
    assert "'palace' is not known here" in err


def test_uncovered(run, data, texts):
    code, out, _ = run("verify", "--data", data, "--texts", texts, "--uncovered")
    assert code == 0
    assert out.splitlines()[-1].startswith("0 numbers that no figure covers")
    (texts / "report.txt").write_text(small.TEXT + "And 12 more.\n", encoding="utf-8")
    code, out, _ = run("verify", "--data", data, "--texts", texts, "--uncovered")
    assert code == 1
    assert out.splitlines()[1].startswith("report.txt:7: 12: ")
    assert out.splitlines()[-1].startswith("1 numbers")
    code, _, _ = run("verify", "--data", data, "--texts", texts)
    assert code == 0


def test_schemas(run, data):
    code, out, err = run("schemas", "--data", data)
    assert (code, err) == (0, "")
    files = [Path(line) for line in out.splitlines()]
    assert len(files) > 10
    assert all(file.is_file() for file in files)
    assert run("check", "--data", data)[0] == 0


@pytest.mark.parametrize(
    "call",
    [
        (),
        ("bild",),
        ("check", "--data", "nowhere/at/all"),
        ("build", "--data", "nowhere/at/all"),
        ("schemas", "--data", "nowhere/at/all"),
        ("verify",),
        ("verify", "--texts", "nowhere/at/all"),
        ("check", "--dta", "data"),
        ("check", "surplus"),
    ],
)
def test_wrong_calls(run, call):
    code, out, err = run(*call)
    assert code == 2
    assert out == ""
    assert err
    assert "Traceback" not in err


def test_help(run):
    code, out, _ = run("--help")
    assert code == 0
    for command in ("check", "build", "verify", "schemas"):
        assert command in out


def test_verify_without_the_text_of_a_source(run, data, texts):
    (texts / "report.txt").unlink()
    code, _, err = run("verify", "--data", data, "--texts", texts)
    assert code == 2
    assert "the text of 'report' cannot be read" in err


def test_as_a_process(data, tmp_path):
    def call(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "loaders", *map(str, arguments)],
            cwd=ROOT,
            capture_output=True,
            check=False,
        )

    built = call("build", "--data", data, "--out", tmp_path / "out")
    assert built.returncode == 0, built.stderr.decode()
    assert Path(built.stdout.decode().splitlines()[-1]).is_file()
    spoil(data)
    wrong = call("check", "--data", data)
    assert wrong.returncode == 1
    assert b"outcom" in wrong.stderr
    assert call("check", "--data", tmp_path / "gone").returncode == 2
