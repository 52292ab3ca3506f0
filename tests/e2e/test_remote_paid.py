"""A paid remote tool, as a person has it: prices are free, each purchase is asked about, and a day has an end of them.

The tool's shape is the published one of `format_batch`: a price first, then the same call with a `payment`.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from typing import Any

import pytest
from callgate_proxy import contract, launcher
from callgate_proxy.home import Home
from guarding import Guard, Wire, said
from persons import Tray
from remoting import fronted, remote

if sys.platform == "win32":
    raise pytest.skip.Exception("only on Linux and macOS: a Unix socket", allow_module_level=True)

FREE = {"action": "allow", "when": [{"path": "args.payment", "op": "exists", "value": False}]}
BOUGHT = [{"path": "args.payment", "op": "exists", "value": True}]
LIMIT = {"counter": "spent", "window": "day", "max": 1, "cost": "args.amount", "scope": "server", "when": BOUGHT}
PAID = {"action": "ask", "limits": [LIMIT]}


@pytest.fixture
def held() -> Iterator[tuple[Guard, Tray]]:
    with tempfile.TemporaryDirectory() as root:  # a Unix socket's path has room for 103 bytes
        guard = Guard(Home(root))
        tray = Tray(guard.home)
        yield guard, tray
        tray.close()


@contextmanager
def reached(guard: Guard, url: str, way: str) -> Generator[Wire]:
    """A client of the server at `url`: over the bridge, or over the bridge of a client elsewhere and the endpoint."""
    launched = [*launcher.command(guard.home), "--server", "real", "--client", "test"]
    with fronted(guard.home, url) if way == "serve" else nullcontext(url) as to:
        # The bridge alone, where the endpoint is the one that judges.
        bridge = [sys.executable, "-m", "callgate_proxy.http.bridge", to]
        with Wire(bridge if way == "serve" else [*launched, "--url", to, "--"]) as wire:
            hello = {"capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
            wire.send("initialize", protocolVersion="2025-11-25", **hello)
            wire.receive()
            yield wire


def buy(tray: Tray, wire: Wire, decision: str, **arguments: Any) -> dict[str, Any]:
    """A purchase that the person is asked about; its result."""
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(wire.call, "format_batch", **arguments)
        question = tray.find("ask")
        assert question["args"] == arguments  # what is shown is what would be paid
        tray.answer(question["call"], decision)
        return asked.result()


@pytest.mark.parametrize("way", ["bridge", "serve"])
def test_prices_are_free_purchases_are_asked_about_and_the_days_limit_ends_them(
    held: tuple[Guard, Tray], way: str
) -> None:
    guard, tray = held
    guard.server(tools={"format_batch": [PAID, FREE]})
    payment: dict[str, str] = {}
    with remote("stream") as url, reached(guard, url, way) as wire:
        for number, (amount, decision) in enumerate([(0.75, contract.ALLOWED), (0.25, contract.REFUSED)]):
            price = json.loads(said(wire.call("format_batch", files=["a"])))  # costs nothing, tells no amount
            assert price["status"] == 402
            payment = {"transaction": f"0x{number}", "network": "test", "priceToken": price["priceToken"]}
            result = buy(tray, wire, decision, files=["a"], payment=payment, amount=amount)
            assert result.get("isError", False) is (decision == contract.REFUSED)
            assert ("0x0" if decision == contract.ALLOWED else "Not today.") in said(result)
        over = wire.call("format_batch", files=["a"], payment=payment, amount=0.26)  # nobody is asked in vain
        assert over["isError"]
        assert "the limit of 1 in 1 day" in said(over)
        done = buy(tray, wire, contract.ALLOWED, files=["a"], payment=payment, amount=0.25)  # what was refused is free
        assert json.loads(said(done))["bought"] == 2
        assert json.loads(said(wire.call("format_batch", files=["a"])))["status"] == 402  # a price is still told
        wire.leave()
    assert [row["verdict"] for row in guard.rows()] == ["allow", "ask", "allow", "ask", "limit", "ask", "allow"]
    assert [row["outcome"] for row in guard.rows("end")] == ["ok"] * 5
    assert [row["decision"] for row in guard.rows("answer")] == [contract.ALLOWED, contract.REFUSED, contract.ALLOWED]


@pytest.mark.parametrize("way", ["bridge", "serve"])
def test_a_purchase_that_hides_what_it_costs_is_refused_and_buys_nothing(held: tuple[Guard, Tray], way: str) -> None:
    guard, _ = held
    guard.server(tools={"format_batch": PAID})
    payment = {"transaction": "0x1", "network": "test", "priceToken": "p"}
    with remote("json") as url, reached(guard, url, way) as wire:
        for amount in ({}, {"amount": -1}, {"amount": "0.1"}):
            assert wire.call("format_batch", files=["a"], payment=payment, **amount)["isError"]
        wire.leave()
    assert not any(row["verdict"] == "allow" for row in guard.rows())
    assert guard.rows("end") == []
