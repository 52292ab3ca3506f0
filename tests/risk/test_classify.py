"""The risk class of a tool: by effect, with its words, and never better than what can be known."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from callgate_proxy.errors import CallgateError
from callgate_proxy.risk import rulebook
from callgate_proxy.risk.classify import Class, classify

RULES = rulebook.ours()
SHIPPED = files("callgate_resources").joinpath("risk.json").read_text("utf-8")


def told(name: str, description: str = "", *params: str, pinned: bool = False, **hints: bool) -> Class:
    """The class of a tool with these words."""
    schema: dict[str, object] = {"type": "object", "properties": {param: {} for param in params}}
    tool: dict[str, object] = {"name": name, "description": description, "inputSchema": schema, "annotations": hints}
    return classify(tool, RULES, pinned)


@pytest.mark.parametrize(
    ("name", "description", "category"),
    [
        ("fetch_note", "Fetches one note.", "Read"),
        ("getRemovedNotes", "Shows notes that were removed.", "Read"),
        ("note_list", "", "Read"),
        ("fetch_order", "Shows what was ordered.", "Read"),
        ("word_count", "Counts the words of a text.", "Read"),
        ("run_sql", "Runs a read-only SQL query.", "Read"),
        ("查询", "查询订单", "Read"),
        ("reorder_slides", "Moves slides about.", "Write"),
        ("removeLabel", "Removes a label from a note.", "Write"),
        ("purge_cache", "Purges the page cache.", "Write"),
        ("note_remove_tag", "", "Write"),
        ("buscar_y_editar", "Edita una nota", "Write"),
        ("compute_disk_erase", "Erases a disk.", "Destructive"),
        ("删除笔记", "", "Destructive"),
        ("remove_team_member", "Removes somebody from a team.", "Destructive"),
        ("remove_volume", "Removes a volume.", "Destructive"),
        ("bash", "", "Execute"),
        ("tab_evaluate", "Evaluates a script in the open tab.", "Execute"),
        ("reboot_host", "Reboots the host.", "Execute"),
        ("cancel_build_job", "Cancels a job.", "Execute"),
        ("query", "Executes any SQL statement.", "Execute"),
        ("send_coins", "Sends bitcoin to an address.", "Financial"),
        ("new_invoice_create", "Creates an invoice.", "Financial"),
        ("cancel_subscription", "Cancels a plan.", "Financial"),
        ("convert_page", "Converts a page and pays with Lightning.", "Financial"),
    ],
)
def test_the_category_is_the_effect(name: str, description: str, category: str) -> None:
    assert told(name, description).category == category


@pytest.mark.parametrize("name", ["frobnicate", "", "x", "random-tool", "مجهول"])
def test_what_nobody_can_know_is_never_read(name: str) -> None:
    assert told(name, "Does things.").category == "Write"


def test_the_stronger_of_name_and_text_wins() -> None:
    assert told("get_report", "Deletes the report and returns it.").category == "Destructive"
    assert told("delete_note", "Returns a note.").category == "Destructive"


def test_a_word_inside_another_is_no_word() -> None:
    assert told("backdrop_search", "Finds backdrops.").category == "Read"
    assert told("payslip_format_help", "Explains the format.").category == "Read"


def test_a_parameter_that_takes_sql_makes_a_query_execute() -> None:
    assert told("query", "Queries the database.").category == "Read"
    assert told("query", "Queries the database.", "sql").category == "Execute"


def test_a_payment_parameter_spends_money_whatever_the_name_says() -> None:
    assert told("format_batch", "Analyses files.", "files", "payment").category == "Financial"


def test_a_hint_raises_freely() -> None:
    assert told("screenshot", "Takes a screenshot.", readOnlyHint=False).category == "Write"
    assert told("edit_note", "Edits a note.").level == "Medium"
    assert told("edit_note", "Edits a note.", destructiveHint=True).level == "High"


def test_a_hint_lowers_only_what_is_pinned_and_silent() -> None:
    assert told("health_probe", "A probe.", readOnlyHint=True).category == "Read"  # its own words say so
    assert told("widget", "Widget.", readOnlyHint=True).category == "Write"
    assert told("widget", "Widget.", readOnlyHint=True, pinned=True).category == "Read"
    assert told("widget", "Widget.", "sql", readOnlyHint=True, pinned=True).category == "Execute"
    assert told("delete_note", "Deletes.", readOnlyHint=True, pinned=True).category == "Destructive"


def test_what_cannot_be_undone_is_critical_and_nothing_else_is() -> None:
    assert told("delete_note", "Deletes a note.").level == "Critical"
    assert told("refund_payment", "Refunds a payment.").level == "Critical"
    assert told("delete_note", "Moves a note to the trash; it can be restored.").level == "High"
    assert told("delete_note", "Moves a note to the trash.", "permanent").level == "Critical"
    assert told("run_shell", "Runs a command with admin rights.", "command").level == "High"


def test_secrets_bulk_and_administration_raise_the_level() -> None:
    assert told("list_notes", "Lists notes.").level == "Low"
    assert told("list_invoices", "Lists invoices.").level == "Medium"
    assert told("update_notes", "Updates many notes.").level == "High"
    assert told("set_user_role", "Sets the role of a user.").level == "High"


def test_signals_name_the_parameter_that_caused_them() -> None:
    found = {one.name: one.cause for one in told("convert", "Converts.", "file_path", "url", "code", "html").signals}
    assert found == {
        "accepts a file path": "parameter file_path",
        "accepts a URL": "parameter url",
        "accepts code or a query": "parameter code",
        "accepts HTML": "parameter html",
    }
    many = told("convert", "Converts.", *(f"p{number}" for number in range(12)))
    assert [str(one) for one in many.signals] == ["high parameter count (12 parameters)"]


def test_parameters_inside_objects_count() -> None:
    inside: dict[str, object] = {
        "type": "object",
        "properties": {"job": {"type": "object", "properties": {"webhook_url": {}}}},
    }
    found = classify({"name": "create_note", "description": "Creates.", "inputSchema": inside}, RULES)
    assert [one.cause for one in found.signals] == ["parameter webhook_url"]


def test_the_policy_has_the_last_word() -> None:
    found = classify({"name": "get_note", "description": "Gets."}, RULES, told="Financial")
    assert (found.category, found.level, found.evidence[0]) == (
        "Financial",
        "Critical",
        "Financial: the policy says so",
    )


def test_every_class_says_why() -> None:
    assert told("delete_note", "Deletes a note.").evidence[0] == "Destructive: it removes (delete)"
    assert told("widget", "").evidence[0] == "Write: nothing says what it does"


@pytest.mark.parametrize(
    "broken", [{"name": 7}, {"name": "a", "inputSchema": []}, {"inputSchema": {"properties": 1}}, {}]
)
def test_a_tool_of_nonsense_has_a_class(broken: dict[str, object]) -> None:
    assert classify(broken, RULES).category == "Write"


def spoilt(*changes: tuple[str, str, object]) -> str:
    """The shipped rules with changes: part, key in it ("" for the part itself, "+" to append), value."""
    data: dict[str, Any] = json.loads(SHIPPED)
    for part, key, value in changes:
        if key == "+":
            data[part].append(value)
        elif key:
            data[part][key] = value
        else:
            data[part] = value
    return json.dumps(data)


@pytest.mark.parametrize(
    "change",
    [
        ("verbs", "", {"Read": "get"}),
        ("more", "", 1),
        ("verbs", "Write", "write delete"),
        ("rules", "+", {"say": "x", "category": "Odd", "verb": "get"}),
        ("rules", "+", {"say": "x", "category": "Read"}),
        ("rules", "+", {"say": "x", "category": "Read", "verbs": "get"}),
        ("rules", "+", {"say": "x", "category": "Read", "verb": ""}),
        ("levels", "Read", "Lowest"),
        ("levels", "odd", "Low"),
        ("flags", "+", "x"),
    ],
)
def test_rules_that_are_not_whole_are_refused(change: tuple[str, str, object]) -> None:
    with pytest.raises(CallgateError, match="risk rules cannot be used"):
        rulebook.read(spoilt(change))


def test_a_rule_of_ones_own_comes_into_force() -> None:
    own = rulebook.read(spoilt(("verbs", "Destructive", "delete frobnicate")))
    assert classify({"name": "frobnicate_note"}, own).category == "Destructive"


def test_rules_that_are_no_json_are_refused() -> None:
    with pytest.raises(CallgateError):
        rulebook.read("[]")
    with pytest.raises(CallgateError):
        rulebook.read("{")
