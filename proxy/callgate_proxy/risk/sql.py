"""What SQL statements do, read by a real parser: only read, write, or delete without a condition.

1. Only reads is what is understood whole and holds nothing that writes, at any depth, in any of its statements.
2. What the parser does not understand does not only read. MySQL's `/*! … */` runs: it is never a comment here.
3. The parser is large: it is imported for the first text that needs it, and the harmless are told before that.
"""

from __future__ import annotations

from callgate_proxy.risk.fields import among
from callgate_proxy.risk.finding import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlglot.expressions.core import Expr

CHECK = "sql"
LONGEST = 100_000  # characters that are parsed; no person writes a longer query for an agent
_VERBS = among(
    "select with insert update delete drop truncate alter create replace merge grant revoke call exec execute "
    "copy do "
    "explain show describe pragma set vacuum attach load lock rename begin use declare"
)
_CHANGING = ("delete", "update", "drop", "truncate", "alter")
_FUNCTIONS = among(
    "xp_cmdshell lo_export lo_import pg_read_file pg_write_file pg_ls_dir load_extension load_file writefile "
    "sys_exec "
    "sys_eval pg_terminate_backend pg_cancel_backend setval nextval set_config pg_stat_file pg_reload_conf "
    "pg_rotate_logfile pg_switch_wal pg_promote pg_notify pg_logical_emit_message query_to_xml query_to_xmlschema "
    "query_to_xml_and_xmlschema cursor_to_xml readfile edit fts3_tokenizer openrowset opendatasource openquery"
)
_FAMILIES = ("xp_", "sp_", "lo_", "dblink", "pg_read_", "pg_ls_", "pg_file_", "dbms_", "utl_")
_DIALECTS = ("postgres", "mysql", "sqlite", "tsql")


def is_sql(text: str) -> bool:
    """Whether `text` looks like a statement."""
    head = text.lstrip(" \t\r\n(;")
    while head.startswith(("--", "/*")):
        head = head.partition("\n" if head[0] == "-" else "*/")[2].lstrip(" \t\r\n(;")
    word = head[:12].split(None, 1)[0].rstrip("(;*").lower() if head else ""
    return word in _VERBS and len(head) > len(word)


def only_reads(text: str) -> bool | None:
    """Whether `text` is SQL that only reads; None where it cannot be parsed."""
    if "/*!" in text or len(text) > LONGEST:
        return None
    read = [_parse(text, dialect) for dialect in _DIALECTS]  # databases differ in what ends a text: all must agree
    found = [statements for statements in read if statements is not None]
    return all(statements and all(map(_reads, statements)) for statements in found) if found else None


def look(text: str, read_only: bool, where: str) -> list[Finding]:
    """What is wrong with the statement `text`. `read_only`: the tool is there for reading alone."""
    lowered = text.lower()
    if read_only:
        if only_reads(text) is True:
            return []
        return [
            Finding(CHECK, "writes", where, text, "A read-only tool is given SQL that does more than read.", "block")
        ]
    if not any(verb in lowered for verb in _CHANGING):
        return []
    read = [_parse(text[:LONGEST], dialect) for dialect in _DIALECTS]
    statements = next((one for one in read if one is not None), None) or []
    unbounded = any(map(_unbounded, statements))
    told = "The statement changes or removes everything in a table: it has no condition."
    return [Finding(CHECK, "unbounded", where, text, told, "ask")] if unbounded else []


def _parse(text: str, dialect: str) -> list[Expr] | None:
    import logging

    import sqlglot
    from sqlglot.errors import SqlglotError

    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)  # it reports what it cannot read; so do we
    try:
        return [one for one in sqlglot.parse(text, dialect=dialect) if one is not None]
    except (SqlglotError, RecursionError):
        return None


def _reads(statement: Expr) -> bool:
    from sqlglot import exp

    if isinstance(statement, exp.Command):
        return _command_reads(statement)
    if isinstance(statement, exp.Pragma):
        return "=" not in statement.sql()
    if not isinstance(statement, (exp.Query, exp.Show, exp.Describe, exp.Values, exp.Semicolon)):
        return False
    if isinstance(statement, exp.Describe) and statement.args.get("style"):
        return all(
            _reads(one)
            for one in statement.iter_expressions()
            if isinstance(one, (exp.Query, exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.Create))
        )
    changing = (exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.Drop, exp.Create, exp.Into, exp.Command, exp.Lock)
    if any(True for _ in statement.find_all(*changing)):
        return False
    names = [_name(one) for one in statement.find_all(exp.Func)]
    return not any(name in _FUNCTIONS or name.startswith(_FAMILIES) for name in names)


def _command_reads(statement: Expr) -> bool:
    said = f"{statement.name} {statement.args.get('expression') or ''}".lower()
    words = said.replace("(", " ").replace(",", " ").split()
    return words[:1] in (["show"], ["describe"], ["explain"]) and not {*words} & {
        "analyze",
        "analyse",
        *_CHANGING,
        "insert",
    }


def _name(function: Expr) -> str:
    return function.name.lower() if type(function).__name__ == "Anonymous" else type(function).__name__.lower()


def _unbounded(statement: Expr) -> bool:
    from sqlglot import exp

    if isinstance(statement, (exp.Drop, exp.TruncateTable)):
        return True
    if isinstance(statement, exp.Alter):
        return any(isinstance(one, exp.Drop) for one in statement.args.get("actions") or ())
    found = [statement] if isinstance(statement, (exp.Delete, exp.Update)) else []
    found += [one for one in statement.find_all(exp.Delete, exp.Update) if one is not statement]
    return any(not one.args.get("where") or _always(one.args["where"].this) for one in found)


def _always(condition: Expr) -> bool:
    """Whether it holds for every row: 1=1, true, LIKE '%', one of these after OR."""
    from sqlglot import exp

    if isinstance(condition, exp.Boolean):
        return bool(condition.this)
    if isinstance(condition, exp.Literal):
        return condition.this not in ("0", "")
    if isinstance(condition, (exp.Or, exp.And)):
        both = _always(condition.left), _always(condition.right)
        return any(both) if isinstance(condition, exp.Or) else all(both)
    if isinstance(condition, exp.Paren):
        return _always(condition.this)
    if isinstance(condition, (exp.Like, exp.ILike)):
        return isinstance(condition.expression, exp.Literal) and not condition.expression.name.strip("%")
    return isinstance(condition, (exp.EQ, exp.GTE, exp.LTE)) and condition.this == condition.expression
