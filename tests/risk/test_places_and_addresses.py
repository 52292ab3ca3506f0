"""Which paths and addresses a call may not name, in whatever spelling."""

from __future__ import annotations

import pytest
from callgate_proxy.guarding import data
from callgate_proxy.policy import paths
from callgate_proxy.risk import addresses, escapes, readings
from callgate_proxy.risk.guarded import Guarded

ROOTS = ["/home/u/proj"]
GUARDED = Guarded(data("guarded.json"), "/home/u", ["/srv/callgate"])


def escapes_from_the_project(text: str) -> bool:
    return bool(escapes.look(text, readings.read(text, ROOTS, paths.resolve), ROOTS, "args.path"))


def guarded(path: str, writes: bool = True, content: str = "") -> str:
    found = GUARDED.reading(readings.read(path, (), paths.resolve), writes, "args.path", content)
    return found[0].action if found else ""


def address(text: str, ports: tuple[int, ...] = (), named: bool = False) -> str:
    found = addresses.look(text, "args.url", True, ports, lambda _: named)
    return found[0].action if found else ""


@pytest.mark.parametrize(
    "path",
    [
        "/home/u/proj-secrets/key",
        "/home/u/proj/../.ssh/id_rsa",
        "/home/u/proj/%2e%2e/x",
        "/home/u/proj/%252e%252e/x",
        "/home/u/proj/%c0%ae%c0%ae/x",
        "/home/u/proj/\uff0e\uff0e/x",
        "/home/u/proj\\..\\..\\x",
        "../x",
        "a/../../x",
        "file:///etc/hosts",
        "/home/u/proj/a\0../x",
        "//server/share",
        "$HOME/x",
    ],
)
def test_a_path_outside_the_declared_folders_is_found_in_every_spelling(path: str) -> None:
    assert escapes_from_the_project(path)


@pytest.mark.parametrize(
    "path",
    [
        "/home/u/proj",
        "/home/u/proj/",
        "src/main.py",
        "./a/../b",
        "/home/u/proj/100%25 done.txt",
        "/home/u/proj/re\u0301.txt",
    ],
)
def test_a_path_inside_the_declared_folders_is_not(path: str) -> None:
    assert not escapes_from_the_project(path)


def test_without_declared_folders_only_a_nul_is_an_escape() -> None:
    assert not escapes.look("/etc/hosts", readings.read("/etc/hosts", (), paths.resolve), (), "x")
    assert escapes.look("a\0b", readings.read("a\0b", (), paths.resolve), (), "x")


@pytest.mark.parametrize(
    ("path", "action"),
    [
        ("/home/u/.callgate/policy.json", "block"),
        ("/srv/callgate/mode.json", "block"),
        ("/home/u/.cursor/mcp.json", "block"),
        ("/Users/ann/Library/Application Support/Claude/claude_desktop_config.json", "block"),
        ("/home/u/proj/.mcp.json", "block"),
        ("/home/u/.ssh/id_ed25519", "block"),
        ("/home/other/.aws/credentials", "block"),
        ("/proc/self/environ", "block"),
        ("/home/u/.bashrc", "ask"),
        ("/home/u/proj/.git/hooks/pre-commit", "ask"),
        ("/home/u/proj/CLAUDE.md", "flag"),
        ("/home/u/.ssh/id_ed25519.pub", ""),
        ("/home/u/proj/.env.example", ""),
        ("/home/u/proj/src/app/settings.json", ""),
        ("/home/u/proj/dotfiles/.bashrc", ""),
    ],
)
def test_writing_to_a_guarded_place_does_what_its_rule_says(path: str, action: str) -> None:
    assert guarded(path) == action


def test_reading_a_start_up_file_or_a_projects_settings_is_nobodys_business() -> None:
    assert guarded("/home/u/.bashrc", writes=False) == ""
    assert guarded("/home/u/proj/.mcp.json", writes=False) == ""
    assert guarded("/home/u/.ssh/id_rsa", writes=False) == "block"


def test_an_editors_settings_are_guarded_only_where_questions_would_be_switched_off() -> None:
    path = "/home/u/proj/.vscode/settings.json"
    assert guarded(path, content='{"chat.tools.autoApprove": true}') == "block"
    assert guarded(path, content='{"editor.fontSize": 14}') == ""


def test_a_guarded_path_is_found_among_the_words_of_a_command() -> None:
    (found,) = GUARDED.command("sed -i 's/deny/allow/' ~/.callgate/policy.json", "args.command")
    assert found.rule == "own-files"
    assert not GUARDED.command("ls -la /home/u/proj && cat README.md", "args.command")


@pytest.mark.parametrize(
    "text",
    [
        "http://169.254.169.254/latest/",
        "http://metadata.google.internal/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://good.example@169.254.169.254/",
        "http://127.0.0.1.nip.io/",
        "http://localhost./",
        "http://\uff11\uff12\uff17.0.0.1/",
        "http://%31%32%37.1/",
        "gopher://x.example/",
    ],
)
def test_metadata_and_disguised_addresses_are_blocked(text: str) -> None:
    assert address(text) == "block"


@pytest.mark.parametrize("text", ["http://localhost:3000/", "http://10.0.0.5/", "http://[::1]/", "http://192.168.1.1/"])
def test_a_plain_address_of_this_network_is_asked_about_unless_the_policy_names_it(text: str) -> None:
    assert address(text) == "ask"
    assert address(text, named=True) == ""


def test_our_own_port_is_blocked_whatever_the_policy_names() -> None:
    assert address("http://127.0.0.1:47100/approve", ports=(47100,), named=True) == "block"


@pytest.mark.parametrize(
    "text", ["https://example.com/a", "http://8.8.8.8/", "https://[2606:4700::1111]/", "1.2", "v1.2.3"]
)
def test_public_addresses_and_other_texts_pass(text: str) -> None:
    assert address(text) == ""


@pytest.mark.parametrize(
    "url",
    [
        "http://docs.example\\@127.0.0.1/",
        "http://docs.example#@169.254.169.254/",
        "http://%31%32%37.0.0.1/",
        "http://127.0.0.1\t/",
        "http://[fe80::5efe:127.0.0.1]/",
        "http://[2001:0:a9fe:a9fe::]/",
        "http://[fd00:0ec2:0:0:0:0:0:254]/",
    ],
)
def test_an_address_that_readers_take_for_different_hosts_is_blocked(url: str) -> None:
    assert address(url) == "block"


@pytest.mark.parametrize(
    "url",
    ["https://git.example/@user/repo", "https://a.example?mail=me@corp.example", "https://a.example/#x@127.0.0.1"],
)
def test_an_at_sign_behind_the_host_is_no_user_name(url: str) -> None:
    assert address(url) == ""


def test_a_path_with_a_drive_letter_is_guarded_on_every_system() -> None:
    assert guarded("C:\\Users\\u\\AppData\\Roaming\\Claude\\claude_desktop_config.json") == "block"
    assert guarded("C:\\Users\\u\\proj\\..\\.ssh\\id_rsa") == "block"
    assert guarded("C:\\proj\\src\\a.ts") == ""


def test_a_file_of_the_system_is_no_page_and_another_one_is_asked_about() -> None:
    assert [one.action for one in addresses.local("file:///etc/passwd", "args.url")] == ["block"]
    assert [one.action for one in addresses.local("file:///home/u/a.html", "args.url")] == ["ask"]
