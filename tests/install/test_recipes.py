"""The installers' parts that can be looked at without building: what they agree on, and that the scripts parse."""

from __future__ import annotations

import configparser
import plistlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import build
import lean
import linux
import pytest
import unneeded
import windows
from callgate_proxy import frozen
from callgate_proxy.home import Home

ROOT = Path(__file__).parents[2]
INSTALLER = ROOT / "installer"
SCRIPTS = [*INSTALLER.glob("*/*.sh"), *(INSTALLER / "linux" / "debian").iterdir(), ROOT / ".ci" / "run"]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.mark.skipif(sys.platform == "win32", reason="only on macOS and Linux: there a script is a program")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_script_is_executable_and_shellcheck_finds_nothing(script: Path) -> None:
    assert script.stat().st_mode & 0o111
    if shutil.which("shellcheck") is None:
        pytest.skip("shellcheck is not installed; .ci/run installs it")
    done = subprocess.run(["shellcheck", "-S", "warning", script], capture_output=True, text=True, check=False)
    assert done.stdout == ""


def test_every_package_gives_the_files_back_before_it_removes_a_program() -> None:
    prerm = (INSTALLER / "linux" / "debian" / "prerm").read_text()
    leave = (INSTALLER / "linux" / "leave-all.sh").read_text()
    assert "leave-all.sh" in prerm
    for text, removal in (
        (leave, None),
        ((INSTALLER / "linux" / "uninstall.sh").read_text(), "rm -"),
        ((INSTALLER / "windows" / "callgate.nsi").read_text().partition('Section "Uninstall"')[2], "RMDir"),
    ):
        assert "leave --yes" in text
        assert removal is None or text.index("leave --yes") < text.index(removal)
    assert "leave --yes" in (INSTALLER / "windows" / "callgate.wxs").read_text()


def test_nothing_starts_at_login_by_itself() -> None:
    texts = [path.read_text("utf-8") for path in INSTALLER.rglob("*") if path.suffix in (".sh", ".nsi", ".wxs")]
    texts += [path.read_text("utf-8") for path in (INSTALLER / "linux" / "debian").iterdir()]
    assert [text for text in texts if re.search(r"autostart|LaunchAgents|CurrentVersion\\Run\b", text)] == []


def test_the_desktop_entry_names_the_programs_and_the_icon() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(INSTALLER / "linux" / "callgate.desktop", encoding="utf-8")
    assert entry["Desktop Entry"]["Exec"] == "callgate-tray --show"
    assert entry["Desktop Entry"]["Icon"] == "callgate"
    metadata = ET.parse(INSTALLER / "linux" / linux.METAINFO).getroot()
    assert metadata.findtext("launchable") == "callgate.desktop"


def test_the_entitlements_are_a_property_list() -> None:
    assert plistlib.loads((INSTALLER / "macos" / "entitlements.plist").read_bytes())


def test_the_windows_packages_install_outside_appdata() -> None:
    assert 'InstallDir "$PROFILE\\Callgate"' in (INSTALLER / "windows" / "callgate.nsi").read_text()
    assert "[%USERPROFILE]\\Callgate" in (INSTALLER / "windows" / "callgate.wxs").read_text()


def test_the_msi_has_a_component_for_every_file_and_the_same_ids_in_every_build(tmp_path: Path) -> None:
    app = build.dummy(tmp_path, ".exe")
    text, names = windows.tree(app, tmp_path)
    files = [path for path in app.rglob("*") if path.is_file()]
    assert len(names) == len(set(names)) == text.count("<File ") == len(files)
    assert windows.tree(app, tmp_path) == (text, names)


def test_no_file_of_our_own_is_left_out_of_the_packed_programs() -> None:
    resources = ROOT / "resources"
    ours = [path.relative_to(resources) for path in (resources / "callgate_resources").rglob("*") if path.is_file()]
    assert any(path.suffix == ".qm" for path in ours)
    assert [path for path in ours if unneeded.is_unneeded(str(path)) or unneeded.is_unneeded(path.as_posix())] == []


@pytest.mark.parametrize("folder", ["PySide6/Qt/translations/", "PySide6\\translations\\"])
def test_of_qts_words_those_of_our_languages_are_packed(folder: str) -> None:
    assert not unneeded.is_unneeded(folder + "qtbase_de.qm")
    assert unneeded.is_unneeded(folder + "qtbase_fr.qm")
    assert unneeded.is_unneeded(folder + "qtdeclarative_de.qm")


def test_the_parts_of_qt_that_nothing_draws_with_are_left_out() -> None:
    assert unneeded.is_unneeded("PySide6/Qt/lib/libQt6Quick.so.6")
    assert unneeded.is_unneeded("PySide6\\plugins\\imageformats\\qtiff.dll")
    assert not unneeded.is_unneeded("PySide6/Qt/plugins/platforms/libqxcb.so")


@pytest.mark.skipif(sys.platform == "darwin", reason="only on Windows and Linux: macOS starts the packed proxy")
def test_the_plain_interpreter_carries_what_the_proxy_and_the_compiler_load(tmp_path: Path, home: Home) -> None:
    python = lean.build(tmp_path / "lean", strip=False)
    code = "import callgate_proxy.relay, sys; print(callgate_proxy.relay.__file__)"
    told = subprocess.run([python, "-I", "-S", "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.startswith(str(tmp_path))
    Path(home.root).mkdir(exist_ok=True)
    Path(home.policy).write_text('{"version": "1", "default": "deny"}')
    code = "import sys; from callgate_proxy.policy.compile import main; sys.exit(main())"
    subprocess.run([python, "-I", "-c", code, home.root], check=True, env={})
    assert list(Path(home.compiled).iterdir())
    for module in frozen.MODULES:
        subprocess.run([python, "-I", "-S", "-c", f"import {module}"], check=True, env={})


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_by_a_commit(workflow: Path) -> None:
    used = re.findall(r"uses: \S+@(\S+)", workflow.read_text("utf-8"))
    assert used
    assert all(re.fullmatch(r"[0-9a-f]{40}", commit) for commit in used)
