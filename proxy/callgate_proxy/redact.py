"""What a row may show of a call's arguments: secrets masked, very long text cut. Pure.

* A value under a key that names a secret is masked whole, whatever it holds.
* A string that has the shape of a known credential is masked wherever it stands.
* A mask keeps the length, so that rows can still be compared; a cut says how much is missing.
The proxy walks every argument, so the shapes are searched (and `re` imported) only behind a cheap look for their marks.
"""

from __future__ import annotations

from callgate_proxy.jsonlean import as_list, as_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

LONGEST = 32_768  # characters of one string that a row keeps

# Compared with the key's letters and digits, lower case: api_key, apiKey and API-KEY are one.
_NAMES = ("password", "passwd", "passphrase", "secret", "token", "apikey", "accesskey", "privatekey", "authorization")
_NAMES_WHOLE = frozenset(("auth", "pwd", "cookie", "setcookie", "credential", "credentials", "pin", "otp", "bearer"))
# Counts and cursors that carry the word without the secret.
_HARMLESS = frozenset(("maxtokens", "tokens", "tokencount", "nexttoken", "pagetoken", "progresstoken", "nextpagetoken"))

_MARKS = (
    "-----BEGIN",
    "AKIA",
    "ASIA",
    "sk-",
    "sk_",
    "rk_",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "xox",
    "AIza",
    "eyJ",
    "npm_",
    "earer ",
    "asic ",
    "SECRET_ACCESS_KEY",
    "://",
)
_SHAPES = (
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)",
    r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    r"\b[sr]k[-_](?:[A-Za-z]+[-_])*[A-Za-z0-9_-]{16,}",
    r"\bgh[pousr]_[A-Za-z0-9]{20,}",
    r"\bgithub_pat_\w{20,}",
    r"\bglpat-[\w-]{16,}",
    r"\bxox[a-z]-[\w-]{10,}",
    r"\bAIza[\w-]{30,}",
    r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*",
    r"\bnpm_[A-Za-z0-9]{30,}",
    r"(?<=[Bb]asic )[A-Za-z0-9+/]{12,}={0,2}(?![\w ])",
    r"(?<=SECRET_ACCESS_KEY[=:])\s*['\"]?[A-Za-z0-9+/]{30,}",
    r"(?<=[Bb]earer )[\w.~+/=-]{12,}",
    r"(?<=://)[^\s/:@]+:[^\s/@]+(?=@)",
)
_compiled: list[re.Pattern[str]] = []

MOST_KEYS = 1024  # argument names that are remembered: tools repeat theirs
_judged: dict[str, bool] = {}


def redact(value: object) -> object:
    """`value` (anything JSON holds) fit for a row; the same object where there was nothing to mask or cut."""
    if isinstance(value, str):
        return _text(value)
    if not isinstance(value, (dict, list)):
        return value
    inside = as_object(value)  # pyright: ignore[reportUnknownArgumentType]
    if inside is not None:
        return _members(inside)
    items = as_list(value) or []  # pyright: ignore[reportUnknownArgumentType]
    shown = [redact(item) for item in items]
    return shown if any(a is not b for a, b in zip(shown, items, strict=True)) else items


def _members(value: dict[str, object]) -> dict[str, object]:
    changed: dict[str, object] = {}
    for key, held in value.items():
        # What can be told here is not told behind a call: tools repeat their keys, and most values are short texts.
        secret = _judged.get(key)
        if secret is None:
            secret = _names_secret(key)
        if secret:
            shown = _mask(held)
        elif isinstance(held, str):
            shown = _text(held)
        elif isinstance(held, (dict, list)):
            shown = redact(held)  # pyright: ignore[reportUnknownArgumentType]
        else:
            continue
        if shown is not held:
            changed[key] = shown
    return {**value, **changed} if changed else value


def _names_secret(key: str) -> bool:
    if len(_judged) >= MOST_KEYS:
        _judged.clear()
    secret = _judged[key] = _is_secret(key)
    return secret


def _is_secret(key: str) -> bool:
    low = key.lower()
    if not low.isalnum():
        low = "".join(letter for letter in low if letter.isalnum())
    if low in _HARMLESS:
        return False
    return low in _NAMES_WHOLE or any(name in low for name in _NAMES)


def _mask(value: object) -> object:
    if isinstance(value, bool) or value is None or value == "":
        return value
    return f"[masked, {len(value)} characters]" if isinstance(value, str) else "[masked]"


def _text(text: str) -> str:
    shown = without_credentials(text)
    if len(shown) > LONGEST:
        return f"{shown[:LONGEST]}… [{len(shown) - LONGEST} more characters]"
    return shown


def without_credentials(text: str) -> str:
    """`text` with what has the shape of a credential masked; the same object where there is none."""
    # Every mark holds one of these: most texts hold none of them, and are not looked through for each mark.
    marked = "-" in text or "_" in text or "A" in text or "://" in text
    if marked or "eyJ" in text or "earer " in text or "asic " in text:
        for mark in _MARKS:
            if mark in text:
                return _searched(text)
    return text


def _searched(text: str) -> str:
    import re

    if not _compiled:
        _compiled.extend(re.compile(shape) for shape in _SHAPES)
    for shape in _compiled:
        text = shape.sub(lambda found: f"[masked, {len(found.group())} characters]", text)
    return text
