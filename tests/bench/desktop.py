"""`python3 dev.py bench --desktop`: the Activity window and the search index against their budgets, offscreen.

1. Live: the window is shown and gets 2,000 events a second in batches, each event a call or its end, while frames are
   drawn as Qt asks for them. The ring is full before the clock starts.
2. Searched: an index of a million calls is built from a log, searched, and scrolled through from top to bottom while
   the live calls go on. A frame is the longest that the event loop was not its own.
3. Offscreen there is no compositor: what is measured is the work of this process, which is what the budget is about.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from callgate_desktop.calls import CAPACITY
from callgate_desktop.searching import Searching
from callgate_desktop.ui import theme
from callgate_desktop.ui.activity import ActivityWindow
from callgate_desktop.ui.loop import QtLoop
from callgate_proxy.home import Home
from PySide6.QtWidgets import QApplication

RATE = 2_000  # events a second
BATCH = 0.05  # seconds between two batches
FRAME = 0.005  # seconds between two looks at the clock
BUDGETS = {"frame": 50.0, "memory": 250.0}
TOOLS = ("read_file", "write_file", "search_files", "list_issues", "query", "create_issue")
WORDS = ("brown", "lazy", "report", "invoice", "project", "notes", "draft", "alpha", "delta", "readme", "main")


def row(dice: random.Random, number: int, t: float) -> dict[str, object]:
    """A call of about 300 bytes, as the log has it."""
    args = {"path": "/home/ada/" + "/".join(dice.choices(WORDS, k=4)), "content": " ".join(dice.choices(WORDS, k=12))}
    who = {"client": "claude-desktop", "server": dice.choice(("fs", "github", "postgres")), "tool": dice.choice(TOOLS)}
    rest = {"args": args, "verdict": dice.choice(("allow",) * 9 + ("deny",)), "rule": "/default"}
    return {"k": "call", "v": 1, "id": f"{number:x}", "t": t, **who, **rest}


def end(number: int, t: float) -> dict[str, object]:
    """What came back for it."""
    return {"k": "end", "call": f"{number:x}", "t": t, "outcome": "ok", "ms": 12.5, "bytes": 2048}


def write_log(home: Home, count: int) -> None:
    """`count` calls and their ends, over a month."""
    dice = random.Random(1)
    home.ensure(home.log)
    start = time.time() - 30 * 86_400
    for day in range(10):
        with open(os.path.join(home.log, f"202601{day + 10}.jsonl"), "w", encoding="utf-8") as file:
            for number in range(day * count // 10, (day + 1) * count // 10):
                t = start + number * 30 * 86_400 / count
                file.write(f"{json.dumps(row(dice, number, t))}\n{json.dumps(end(number, t))}\n")


def resident() -> float:
    """MiB of this process now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


class Frames:
    """How long the loop was away between two looks, in milliseconds."""

    def __init__(self) -> None:
        self.gaps: list[float] = []

    async def watch(self) -> None:
        """Until it is cancelled."""
        last = time.perf_counter()
        while True:
            await asyncio.sleep(FRAME)
            now = time.perf_counter()
            self.gaps.append((now - last - FRAME) * 1000)
            last = now

    def words(self) -> tuple[str, float]:
        """p50, p99 and the longest as text; the longest."""
        ordered = sorted(self.gaps) or [0.0]
        p50, p99 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
        return f"p50 {p50:.1f}, p99 {p99:.1f}, longest {ordered[-1]:.0f} ms", ordered[-1]


async def feed(window: ActivityWindow, seconds: float, first: int) -> int:
    """RATE events a second; gives how many."""
    dice, sent, began = random.Random(2), 0, time.perf_counter()
    while (spent := time.perf_counter() - began) < seconds:
        due = int(spent * RATE) // 2 * 2
        numbers = range(first + sent // 2, first + due // 2)
        now = time.time()
        window.add([event for number in numbers for event in (row(dice, number, now), end(number, now))])
        sent = max(sent, due)
        await asyncio.sleep(BATCH)
    return sent


async def framed(work: asyncio.Future[int] | asyncio.Task[int]) -> tuple[int, Frames]:
    """Runs `work` with an eye on the frames."""
    frames = Frames()
    watching = asyncio.ensure_future(frames.watch())
    done = await work
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    return done, frames


async def until_searched(window: ActivityWindow, ticket_text: str) -> float:
    """Types `ticket_text` and waits for its answer; seconds."""
    began = time.perf_counter()
    window.filters.text.setText(ticket_text)
    await asyncio.sleep(0.2)
    while "Searching" in window.shown.text() or "still" in window.shown.text():
        await asyncio.sleep(0.01)
    return time.perf_counter() - began


async def scroll(window: ActivityWindow, steps: int) -> int:
    """From the top to the bottom of what was found."""
    bar = window.older.verticalScrollBar()
    for step in range(steps):
        bar.setValue(bar.maximum() * step // steps)
        await asyncio.sleep(0.016)
    return steps


async def measure(home: Home, seconds: float) -> list[tuple[str, str, str]]:
    """Everything, as (what, budget, measured)."""
    found: list[tuple[str, str, str]] = []
    window = ActivityWindow()
    tasks: set[asyncio.Task[None]] = set()
    searching = Searching(home, window, lambda work: tasks.add(asyncio.ensure_future(work)))
    window.steps = searching
    window.show()
    dice = random.Random(3)
    window.add([row(dice, -number, time.time()) for number in range(1, CAPACITY + 1)])
    await asyncio.sleep(1)
    window.table.selectRow(0)
    cpu = time.process_time()
    sent, frames = await framed(asyncio.ensure_future(feed(window, seconds, 1 << 40)))
    cpu = (time.process_time() - cpu) / seconds
    text, _ = frames.words()
    found.append(("live, events/s", f"{RATE:,}", f"{sent / seconds:,.0f} ({cpu:.0%} of a processor)"))
    found.append(("live, frames", f"≤ {BUDGETS['frame']:.0f} ms", text))
    began = time.perf_counter()
    searching.refresh()
    building = asyncio.ensure_future(feed(window, seconds, 1 << 41))
    _, frames = await framed(building)
    found.append(("live while the index is built, frames", f"≤ {BUDGETS['frame']:.0f} ms", frames.words()[0]))
    window.filters.period.setCurrentIndex(window.filters.period.findData("all"))
    while window.found.rowCount() == 0 or "still" in window.shown.text():
        await asyncio.sleep(0.05)
    found.append(("index built from nothing", "", f"{time.perf_counter() - began:.0f} s"))
    found.append(("rows", "1,000,000", f"{window.found.rowCount():,}"))
    _, frames = await framed(asyncio.ensure_future(scroll(window, 300)))
    found.append(("scrolling them all, frames", f"≤ {BUDGETS['frame']:.0f} ms", frames.words()[0]))
    took = await until_searched(window, "zebra")
    found.append(("text in arguments, nothing found", "", f"{took:.1f} s"))
    size = os.path.getsize(os.path.join(home.root, "index.db")) / 1e6
    found.append(("index on disk", "", f"{size:,.0f} MB"))
    found.append(("memory", f"≤ {BUDGETS['memory']:.0f} MiB", f"{resident():.0f} MiB"))
    window.hide()
    await searching.close()
    await asyncio.gather(*tasks)
    return found


def main(words: list[str]) -> int:
    """Measures and prints the table. A budget missed is no failure of the run: it is what the run found out."""
    parser = argparse.ArgumentParser(prog="python3 dev.py bench --desktop", description=__doc__)
    parser.add_argument("--calls", type=int, default=1_000_000, help="calls in the log (default: 1,000,000)")
    parser.add_argument("--seconds", type=float, default=15.0, help="of live events (default: 15)")
    parser.add_argument("--desktop", action="store_true", help="this benchmark, not the proxy's")
    options = parser.parse_args(words)
    application = QApplication(["callgate-bench"])
    theme.apply(application, dark=False)
    with tempfile.TemporaryDirectory(prefix="callgate-bench-") as root:
        home = Home(os.path.realpath(root))
        write_log(home, options.calls)
        with asyncio.Runner(loop_factory=QtLoop) as runner:
            found = runner.run(measure(home, options.seconds))
    print("| measure | budget | measured |\n| --- | --- | --- |")
    for line in found:
        print(f"| {' | '.join(line)} |")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
