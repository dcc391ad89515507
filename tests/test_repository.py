"""What must never be in the repository, and what must agree in it."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Folders of a person or a machine, written so that this file does not name one itself.
MACHINE_PATH = re.compile(rb"(?<![\w.~/-])/(?:work|root|home/\w+|Users/\w+)/|[.]" + rb"library\b")

# The two articles are cited and never copied; nor are the folders of the published conflicts.
NOT_OURS = re.compile(r"(song-2003|bai-2012)\.txt$|(^|/)input_csv/")

PUBLIC_REGISTRY = {"pypi.org", "files.pythonhosted.org"}


def git_files() -> list[str]:
    """List what git tracks here, and what it would add."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"there is no git repository to ask: {error}")
    names = answer.stdout.decode().split("\0")
    return [name for name in names if name and (ROOT / name).is_file()]


def test_no_file_names_a_machine():
    leaks = {name: MACHINE_PATH.findall((ROOT / name).read_bytes()) for name in git_files()}
    assert {name: found for name, found in leaks.items() if found} == {}


@pytest.mark.parametrize(
    "text", [b"see /ro" + b"ot/x", b'"/ho' + b'me/ann/tumen"', b"=/wo" + b"rk/main", b"a/.lib" + b"rary/b"]
)
def test_a_path_of_a_machine_is_recognised(text: bytes):
    assert MACHINE_PATH.search(text)


@pytest.mark.parametrize(
    "text", [b"https://host.org/ro" + b"ot/art", b"src/ro" + b"ot/x", b"a library", b"/home/", b"./root/x"]
)
def test_other_paths_are_left_alone(text: bytes):
    assert not MACHINE_PATH.search(text)


def test_no_source_document_is_copied():
    assert [name for name in git_files() if NOT_OURS.search(name)] == []


def test_the_wheel_holds_all_of_the_package(tmp_path: Path):
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    held = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    package = ROOT / "src" / "tumen"
    files = {p for p in package.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    assert {f"tumen/{p.relative_to(package).as_posix()}" for p in files} - held == set()
    assert not [name for name in held if "__pycache__" in name]


def lock() -> str:
    """Give the text of the lock."""
    return (ROOT / "uv.lock").read_text(encoding="utf-8")


def test_the_lock_names_the_public_registry_only():
    hosts = set(re.findall(r"https?://([^/\"]+)", lock()))
    assert hosts <= PUBLIC_REGISTRY


def bare(requirement: str) -> str:
    """Give the name in a requirement, as the lock writes it: ``pyright[nodejs]>=1.1`` → ``pyright``."""
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0].replace(".", "-")


def test_the_lock_belongs_to_this_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    ours = next(p for p in tomllib.loads(lock())["package"] if p["name"] == "tumen")
    locked = ours["metadata"]
    floors = {r["name"]: r.get("specifier", "") for r in locked["requires-dist"] + locked["requires-dev"]["dev"]}
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    assert floors == {bare(r): re.sub(r"^[\w.-]+(\[.*\])?", "", r) for r in wanted}, "run `make lock`"
