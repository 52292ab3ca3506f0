"""Puts the site together: which pages there are, in which order, and the files that stand elsewhere in the checkout.

Every page of docs/ is in the navigation: those named in ORDER first and in that order, the others after them. mkdocs
calls `on_config` and `on_files`.
"""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[2]
ORDER = (
    *("index", "install", "first-five-minutes", "clients", "each-client", "approvals"),
    *("policy-reference", "policy-features", "attacks", "threat-model", "comparison", "measurements", "faq"),
)
OUTSIDE = {"SECURITY.md": "security.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
PICTURES = ROOT / "resources" / "pictures"
ICONS = ROOT / "resources" / "callgate_resources" / "icons"


def pages() -> list[str]:
    """Every page, in the navigation's order."""
    found = {path.stem for path in (ROOT / "docs").glob("*.md")}
    named = [name for name in ORDER if name in found]
    return [f"{name}.md" for name in (*named, *sorted(found - set(named)))] + [*OUTSIDE.values()]


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Sets the navigation."""
    config.nav = pages()
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds what stands outside docs/."""
    sources = {target: ROOT / name for name, target in OUTSIDE.items()}
    sources |= {f"pictures/{path.name}": path for path in PICTURES.glob("*.png")}
    sources["icons/shield.svg"] = ICONS / "shield.svg"
    for target, path in sources.items():
        files.append(File.generated(config, target, abs_src_path=str(path)))
    return files
