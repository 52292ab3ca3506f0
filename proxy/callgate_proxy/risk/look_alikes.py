"""Data: which characters pass for which, which names clients keep for themselves, and which clients prefix names.

* `LETTERS`: under each ASCII letter what is drawn like it in other scripts (from Unicode's confusables, the part that
  lower and upper case letters of living scripts have). Compatibility forms (full width, mathematical) need no entry:
  NFKC folds them.
* `DIGITS`: ASCII characters that pass for a letter.
* `BUILT_INS`: tools that a client has itself, spelled as it spells them. Names that real servers also use are left
  out (`delete_file`, `web_search`, `run_command`, `execute_command`, `text_editor`, `web_fetch`: seen in a
  sample of 4,609).
* `PREFIXING`: clients that show a model `server` and `tool` together, so that equal names do not meet.
* `READING`: first words of names under which two servers often offer the same harmless thing.
"""

from __future__ import annotations

LETTERS = {
    "a": "аɑα",
    "b": "Ьƅ",
    "c": "сϲⅽ",
    "d": "ԁⅾ",
    "e": "еҽ℮",
    "g": "ɡց",
    "h": "һհ",
    "i": "іıιɩ",
    "j": "јϳ",
    "k": "κк",
    "l": "ӏⅼǀ",
    "m": "ⅿ",
    "n": "ոռ",
    "o": "оοօ",
    "p": "рρ",
    "q": "ԛզ",
    "r": "гᴦ",
    "s": "ѕꜱ",
    "t": "тτ",
    "u": "υսᴜ",
    "v": "νѵⅴᴠ",
    "w": "ԝաᴡ",
    "x": "хχⅹ",
    "y": "уүγ",
    "z": "ᴢ",
    "A": "АΑᎪ",
    "B": "ВΒᏴ",
    "C": "СϹᏟ",
    "D": "Ꭰ",
    "E": "ЕΕᎬ",
    "G": "ԌᏀ",
    "H": "НΗᎻ",
    "I": "ІΙӀ",
    "J": "ЈᎫ",
    "K": "КΚᏦ",
    "L": "ᏞⅬ",
    "M": "МΜᎷ",
    "N": "Ν",
    "O": "ОΟՕ",
    "P": "РΡᏢ",
    "S": "ЅՏᏚ",
    "T": "ТΤᎢ",
    "V": "ѴᏙ",
    "W": "ԜᎳ",
    "X": "ХΧⅩ",
    "Y": "ΥҮ",
    "Z": "ΖᏃ",
    "-": "‐‑‒–—−",
    "_": "ˍ",
    ".": "․",
}
DIGITS = {"0": "o", "1": "l", "I": "l", "|": "l"}

BUILT_INS = {
    "claude-code": (
        *("Bash", "BashOutput", "Edit", "Glob", "Grep", "KillShell", "LS", "MultiEdit", "NotebookEdit", "NotebookRead"),
        *("Read", "SlashCommand", "Skill", "Task", "TodoRead", "TodoWrite", "WebFetch", "WebSearch", "Write"),
    ),
    "codex": ("apply_patch", "local_shell", "update_plan", "view_image"),
    "cursor": ("codebase_search", "edit_file_v2", "grep_search", "run_terminal_cmd"),
    "gemini": ("google_web_search", "replace", "run_shell_command", "save_memory", "write_todos"),
    "vscode": ("insert_edit_into_file", "replace_string_in_file", "run_in_terminal"),
    "any": ("bash", "shell", "computer", "str_replace_based_edit_tool", "str_replace_editor"),
}

PREFIXING = frozenset(("claude-code", "claude-desktop", "codex", "vscode", "windsurf"))

READING = frozenset(("search", "get", "list", "read", "fetch", "find", "query", "describe", "show", "status", "help"))
