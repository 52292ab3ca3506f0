<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>callgate</name>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed or new part(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed or new tool(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed part(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed tool(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new part(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new tool(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n server(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>, still reading the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 h ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A condition that the rule refuses holds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A condition that the rule requires does not hold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A rule in the policy names this tool.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Callgate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All risks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All servers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All verdicts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allow for 1 hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allow for 15 minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allowed {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another limit…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Callgate allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Callgate cannot run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Callgate is paused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Callgate went away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Callgate – Activity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Callgate – Changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Callgate – Limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Callgate – Rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls found, newest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls from {begin} to {end}: {calls}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls within the limit pass without asking. The window slides, and all clients count together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls, newest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Count from zero</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Denied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Denied by you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deny</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deny and tell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deny {tool} and tell {client} why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every tool call passes the policy in one file of yours. Nothing is sent anywhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is locked down.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the calls shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by risk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by tool, server, rule or arguments (/)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For example: work on a copy, or ask me first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For this client alone; such a rule can only allow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From now on:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In what time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Invalid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep asking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep withheld</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latest calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit {tool} on {server}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limited</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at it once more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No call matches. Escape clears the filter; another time may have some.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No calls yet. Each call of a guarded server shows up here the moment it happens.
Guard a server with Protect… in the tray&apos;s menu, then use it in your client.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No rule names this tool, so the default decides.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No tools seen yet: use it once in your client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has changed. There is nothing to accept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now the policy would {act}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Policy, log and state are in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the log…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seen {time}. A check holds it back until you accept it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seen {time}. It is out of the list and its calls are refused, whatever the policy allows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seen {time}. The model does not get them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seen {time}. You are asked about each use, whatever the policy allows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set the limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The call is refused, and the agent reads this with the refusal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The calls shown, as CSV or JSON (Ctrl+E)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The change to policy.json</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The instructions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The instructions have changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The limit of this rule is used up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prompt “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tool “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Then: {verdict}. {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Told to call again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Took</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the agent is told</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the policy says, entry by entry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What waits for you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written: it holds from the next call on. The version before is in history/.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>allow it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>always</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ask you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by a new rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>calls per</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d</source>
        <comment>days</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>deny it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for 1 hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for 15 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for 5 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for the next try</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>h</source>
        <comment>hours</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hide it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the last day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the last hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the last minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the last {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>limit used up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>line {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>min</source>
        <comment>minutes</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no longer in it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nobody to ask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not counted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>other servers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>policy.json says so already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>policy.json, at the rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>refuse it (limit)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>s</source>
        <comment>seconds</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too many questions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tool:NAME shows one tool only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>until the client quits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{amount} of {maximum} {last}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{calls}, {refused} refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{changes} of {server} · Review…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{client} only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} a day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} a minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} an hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} in {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{passed} passed, {refused} refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} before “{end}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{tool} on {server} by {client}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} has changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} is new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} needs a look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} of {server} has changed again and was not accepted.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
