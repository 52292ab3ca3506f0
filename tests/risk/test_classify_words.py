"""What a tool's words mean: nouns and verbs, lists of operations, and objects that turn a verb's class."""

from __future__ import annotations

import pytest
from callgate_proxy.risk import rulebook
from callgate_proxy.risk.classify import Class, classify

RULES = rulebook.ours()


def told(name: str, description: str = "", **schema: object) -> Class:
    """The class of a tool with these words; `schema`: its parameters."""
    return classify({"name": name, "description": description, "inputSchema": {"properties": schema}}, RULES)


@pytest.mark.parametrize(
    ("name", "description", "category"),
    [
        ("nightly_run_findings", "Get findings of the latest nightly run.", "Read"),
        ("margin_trade_check", "Pre-flight check before an order.", "Read"),
        ("stake_quote", "Retrieve a stake quote.", "Read"),
        ("vet_resume_check", "Check whether somebody has a resume.", "Read"),
        ("vault_overview", "This action returns the share price of a vault.", "Read"),
        ("wallet_withdraw_history_v2", "Get withdraw history.", "Read"),
        ("margin_repay_record", "Query the repay record.", "Read"),
        ("resources_scale", "Get or update the scale of a deployment.", "Execute"),
        ("wallet_dust_transfer", "Convert dust coins to BNB.", "Financial"),
        ("shop_refund", "Returns money to a customer.", "Financial"),
        ("estado_equipo", "Verifica el estado del equipo.", "Read"),
        ("rm_note", "", "Destructive"),
        ("list_gauges", "DISCOVERY: Call this first to find gauges.", "Read"),
        ("model_answer", "Use Model 4.1 to remote control a browser.", "Execute"),
        ("シーンを閉じる", "シーンを保存（削除しない）", "Write"),
    ],
)
def test_a_word_acts_only_where_it_is_a_verb(name: str, description: str, category: str) -> None:
    assert told(name, description).category == category


@pytest.mark.parametrize(
    ("name", "description", "category"),
    [
        ("reminders", "Search, create and open reminders.", "Write"),
        ("node_care", "Manage nodes: cordon, drain or relabel them.", "Execute"),
        ("server_care", "Manage a server (start, stop, check).", "Execute"),
        ("notes_care", "Perform note operations (list, update/delete).", "Destructive"),
        ("stack", "Deploys or destroys a stack.", "Destructive"),
        ("note", "Get or create the note of today.", "Write"),
        ("get_prizes", "Get awards, runs and deletes of a player.", "Read"),
        ("get_rights", "Get view and edit restrictions of a page.", "Read"),
        ("list_rights", "List whether a user can create, edit and delete pages.", "Read"),
        ("get_volume", "Fetch buy volume, sell volume and liquidity.", "Read"),
        ("sql_change", "Execute an INSERT, UPDATE or DELETE query.", "Execute"),
        ("theme_care", "Manage themes. When not to use: to restart the host.", "Write"),
    ],
)
def test_of_several_operations_the_strongest_counts(name: str, description: str, category: str) -> None:
    assert told(name, description).category == category


def test_the_operations_that_a_schema_lists_count() -> None:
    plain = told("note_care", "Manage notes.", action={"type": "string"})
    listed = told("note_care", "Manage notes.", action={"enum": ["list", "delete"]})
    assert (plain.category, listed.category) == ("Write", "Destructive")
    assert listed.evidence[0] == "Destructive: it does several things, “delete” among them"


@pytest.mark.parametrize("odd", ["x", ["list", 7], {"enum": "delete"}, {"enum": [None, 3]}])
def test_operations_of_nonsense_are_none(odd: object) -> None:
    assert told("note_care", "Manage notes.", action=odd).category == "Write"


@pytest.mark.parametrize(
    ("name", "description", "category"),
    [
        ("close_position", "Closes a position by placing a sell order.", "Financial"),
        ("close_job_position", "Closes a job position.", "Write"),
        ("fetch_article", "Fetches a paid resource behind L402.", "Financial"),
        ("move_funds", "Performs a transfer of funds between accounts.", "Financial"),
        ("send_abc", "Sends ABC to an address.", "Financial"),
        ("send_email", "Sends an email to an address.", "Write"),
        ("remove_shareholder", "Removes a shareholder.", "Destructive"),
        ("mood_activate", "Applies a lighting mood to a room.", "Execute"),
        ("dyno_scale", "Scales the dynos of an app.", "Execute"),
        ("link_invoice", "Links a document to an invoice.", "Write"),
        ("add_order_metadata", "Adds metadata to an order.", "Write"),
        ("git_checkout", "Switches branches.", "Write"),
        ("remove_block", "Permanently removes a block and all its children.", "Destructive"),
        ("remove_favourite", "Removes a favourite.", "Write"),
        ("reset_link_cache", "Drops cached links.", "Write"),
        ("drag_and_drop", "Drags one element onto another.", "Execute"),
        ("start_auth", "Starts the OAuth flow.", "Write"),
        ("refresh_token", "Refreshes the access token.", "Write"),
        ("confirm_command", "Confirms a waiting command.", "Execute"),
        ("test_regex", "Tests a regex.", "Read"),
        ("test_workflow", "Tests a workflow.", "Execute"),
        ("select_rows", "Selects rows of a table.", "Read"),
        ("cli_install", "Provides installation instructions for a CLI.", "Read"),
        ("look_into_yolo", "Investigates and automatically approves all that waits.", "Execute"),
        ("format_cells", "Applies a format to cells.", "Write"),
        ("chat_completion", "Generates chat completions.", "Read"),
        ("make_picture", "Generates an image with a configuration.", "Write"),
    ],
)
def test_the_object_can_turn_the_class(name: str, description: str, category: str) -> None:
    assert told(name, description).category == category
