<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>callgate</name>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n Aufruf</numerusform>
            <numerusform>%n Aufrufe</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed or new part(s)</source>
        <translation>
            <numerusform>%n geänderter oder neuer Teil</numerusform>
            <numerusform>%n geänderte oder neue Teile</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed or new tool(s)</source>
        <translation>
            <numerusform>%n geändertes oder neues Tool</numerusform>
            <numerusform>%n geänderte oder neue Tools</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed part(s)</source>
        <translation>
            <numerusform>%n geänderter Teil</numerusform>
            <numerusform>%n geänderte Teile</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed tool(s)</source>
        <translation>
            <numerusform>%n geändertes Tool</numerusform>
            <numerusform>%n geänderte Tools</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more character(s) · show all</source>
        <translation>
            <numerusform>%n weiteres Zeichen · alle zeigen</numerusform>
            <numerusform>%n weitere Zeichen · alle zeigen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more value(s) · show all</source>
        <translation>
            <numerusform>%n weiterer Wert · alle zeigen</numerusform>
            <numerusform>%n weitere Werte · alle zeigen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new part(s)</source>
        <translation>
            <numerusform>%n neuer Teil</numerusform>
            <numerusform>%n neue Teile</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new tool(s)</source>
        <translation>
            <numerusform>%n neues Tool</numerusform>
            <numerusform>%n neue Tools</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n server(s)</source>
        <translation>
            <numerusform>%n Server</numerusform>
            <numerusform>%n Server</numerusform>
        </translation>
    </message>
    <message>
        <source>, still reading the log</source>
        <translation>, das Protokoll wird noch gelesen</translation>
    </message>
    <message>
        <source>1 h ago</source>
        <translation>vor 1 h</translation>
    </message>
    <message>
        <source>A client</source>
        <translation>Ein Client</translation>
    </message>
    <message>
        <source>A condition that the rule refuses holds.</source>
        <translation>Eine Bedingung, die die Regel ablehnt, trifft zu.</translation>
    </message>
    <message>
        <source>A condition that the rule requires does not hold.</source>
        <translation>Eine Bedingung, die die Regel verlangt, trifft nicht zu.</translation>
    </message>
    <message>
        <source>A rule for one client can only allow here.</source>
        <translation>Eine Regel für einen Client kann hier nur erlauben.</translation>
    </message>
    <message>
        <source>A rule in the policy names this tool.</source>
        <translation>Eine Regel der Richtlinie nennt dieses Tool.</translation>
    </message>
    <message>
        <source>About Callgate</source>
        <translation>Über Callgate</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>All clients</source>
        <translation>Alle Clients</translation>
    </message>
    <message>
        <source>All risks</source>
        <translation>Alle Risiken</translation>
    </message>
    <message>
        <source>All servers</source>
        <translation>Alle Server</translation>
    </message>
    <message>
        <source>All time</source>
        <translation>Gesamte Zeit</translation>
    </message>
    <message>
        <source>All verdicts</source>
        <translation>Alle Urteile</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>Erlauben</translation>
    </message>
    <message>
        <source>Allow for 1 hour</source>
        <translation>1 Stunde erlauben</translation>
    </message>
    <message>
        <source>Allow for 15 minutes</source>
        <translation>15 Minuten erlauben</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>Erlaubt</translation>
    </message>
    <message>
        <source>Allowed {time}</source>
        <translation>Erlaubt: {time}</translation>
    </message>
    <message>
        <source>Another limit…</source>
        <translation>Andere Grenze …</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>Argumente</translation>
    </message>
    <message>
        <source>Arguments of the call</source>
        <translation>Argumente des Aufrufs</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Asking</source>
        <translation>Wartet auf Antwort</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Callgate allowed</source>
        <translation>Callgate hat erlaubt</translation>
    </message>
    <message>
        <source>Callgate cannot run</source>
        <translation>Callgate kann nicht laufen</translation>
    </message>
    <message>
        <source>Callgate is paused.</source>
        <translation>Callgate pausiert.</translation>
    </message>
    <message>
        <source>Callgate went away</source>
        <translation>Callgate war weg</translation>
    </message>
    <message>
        <source>Callgate – Activity</source>
        <translation>Callgate – Aktivität</translation>
    </message>
    <message>
        <source>Callgate – Changes</source>
        <translation>Callgate – Änderungen</translation>
    </message>
    <message>
        <source>Callgate – Limit</source>
        <translation>Callgate – Grenze</translation>
    </message>
    <message>
        <source>Callgate – Rule</source>
        <translation>Callgate – Regel</translation>
    </message>
    <message>
        <source>Calls found, newest first</source>
        <translation>Gefundene Aufrufe, neueste zuerst</translation>
    </message>
    <message>
        <source>Calls from {begin} to {end}: {calls}</source>
        <translation>Aufrufe von {begin} bis {end}: {calls}</translation>
    </message>
    <message>
        <source>Calls within the limit pass without asking. The window slides, and all clients count together.</source>
        <translation>Aufrufe innerhalb der Grenze gehen ohne Frage durch. Das Zeitfenster gleitet, alle Clients zählen zusammen.</translation>
    </message>
    <message>
        <source>Calls, newest first</source>
        <translation>Aufrufe, neueste zuerst</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Choose again to see the change anew.</source>
        <translation>Wählen Sie noch einmal, um die Änderung neu zu sehen.</translation>
    </message>
    <message>
        <source>Clear the text</source>
        <translation>Text löschen</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Count from zero</source>
        <translation>Neu ab null zählen</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>Kritisch</translation>
    </message>
    <message>
        <source>Denied</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Denied by you</source>
        <translation>Von Ihnen abgelehnt</translation>
    </message>
    <message>
        <source>Deny</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Deny and tell</source>
        <translation>Ablehnen und mitteilen</translation>
    </message>
    <message>
        <source>Deny {tool} and tell {client} why</source>
        <translation>{tool} ablehnen und {client} sagen, warum</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Every tool call passes the policy in one file of yours. Nothing is sent anywhere.</source>
        <translation>Jeder Tool-Aufruf geht durch die Richtlinie in einer Datei, die Ihnen gehört. Nichts wird irgendwohin gesendet.</translation>
    </message>
    <message>
        <source>Everything is locked down.</source>
        <translation>Alles ist gesperrt.</translation>
    </message>
    <message>
        <source>Export the calls shown</source>
        <translation>Angezeigte Aufrufe exportieren</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Filter by client</source>
        <translation>Nach Client filtern</translation>
    </message>
    <message>
        <source>Filter by risk</source>
        <translation>Nach Risiko filtern</translation>
    </message>
    <message>
        <source>Filter by server</source>
        <translation>Nach Server filtern</translation>
    </message>
    <message>
        <source>Filter by text</source>
        <translation>Nach Text filtern</translation>
    </message>
    <message>
        <source>Filter by time</source>
        <translation>Nach Zeit filtern</translation>
    </message>
    <message>
        <source>Filter by tool, server, rule or arguments (/)</source>
        <translation>Nach Tool, Server, Regel oder Argumenten filtern (/)</translation>
    </message>
    <message>
        <source>Filter by verdict</source>
        <translation>Nach Urteil filtern</translation>
    </message>
    <message>
        <source>For example: work on a copy, or ask me first</source>
        <translation>Zum Beispiel: Arbeite an einer Kopie, oder frag mich zuerst</translation>
    </message>
    <message>
        <source>For this client alone; such a rule can only allow</source>
        <translation>Nur für diesen Client; eine solche Regel kann nur erlauben</translation>
    </message>
    <message>
        <source>From now on:</source>
        <translation>Ab jetzt:</translation>
    </message>
    <message>
        <source>Guard a server with Protect…: that makes one.</source>
        <translation>Schützen Sie einen Server mit „Schützen …“: Dabei entsteht eine.</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>Verborgen</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Verbergen</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>In what time</source>
        <translation>In welcher Zeit</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>Anweisungen</translation>
    </message>
    <message>
        <source>Invalid</source>
        <translation>Ungültig</translation>
    </message>
    <message>
        <source>Keep asking</source>
        <translation>Weiter fragen</translation>
    </message>
    <message>
        <source>Keep it stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep withheld</source>
        <translation>Weiter zurückhalten</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>Letzte Stunde</translation>
    </message>
    <message>
        <source>Latest calls</source>
        <translation>Neueste Aufrufe</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Begrenzen</translation>
    </message>
    <message>
        <source>Limit {tool} on {server}</source>
        <translation>{tool} auf {server} begrenzen</translation>
    </message>
    <message>
        <source>Limited</source>
        <translation>Begrenzt</translation>
    </message>
    <message>
        <source>Live calls are not touched by this.</source>
        <translation>Laufende Aufrufe betrifft das nicht.</translation>
    </message>
    <message>
        <source>Look at it once more.</source>
        <translation>Sehen Sie es sich noch einmal an.</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Niedrig</translation>
    </message>
    <message>
        <source>Make the directory writable, then start again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make {folder} writable, then try again.</source>
        <translation>Machen Sie {folder} beschreibbar und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>No arguments.</source>
        <translation>Keine Argumente.</translation>
    </message>
    <message>
        <source>No call matches. Escape clears the filter; another time may have some.</source>
        <translation>Kein Aufruf passt. Escape leert den Filter; ein anderer Zeitraum hat vielleicht welche.</translation>
    </message>
    <message>
        <source>No calls yet. Each call of a guarded server shows up here the moment it happens.
Guard a server with Protect… in the tray&apos;s menu, then use it in your client.</source>
        <translation>Noch keine Aufrufe. Jeder Aufruf eines geschützten Servers erscheint hier, sobald er geschieht.
Schützen Sie einen Server mit „Schützen …“ im Menü des Symbols und benutzen Sie ihn dann in Ihrem Client.</translation>
    </message>
    <message>
        <source>No rule names this tool, so the default decides.</source>
        <translation>Keine Regel nennt dieses Tool, also entscheidet die Vorgabe.</translation>
    </message>
    <message>
        <source>No tools seen yet: use it once in your client</source>
        <translation>Noch keine Tools gesehen: einmal im Client benutzen</translation>
    </message>
    <message>
        <source>Nothing has changed. There is nothing to accept.</source>
        <translation>Nichts hat sich geändert. Es gibt nichts anzunehmen.</translation>
    </message>
    <message>
        <source>Now the policy would {act}.</source>
        <translation>Jetzt würde die Richtlinie {act}.</translation>
    </message>
    <message>
        <source>Number of calls</source>
        <translation>Zahl der Aufrufe</translation>
    </message>
    <message>
        <source>Open the file</source>
        <translation>Datei öffnen</translation>
    </message>
    <message>
        <source>Open the file and mend it.</source>
        <translation>Öffnen Sie die Datei und berichtigen Sie sie.</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>Policy, log and state are in</source>
        <translation>Richtlinie, Protokoll und Zustand liegen in</translation>
    </message>
    <message>
        <source>Reading the log…</source>
        <translation>Das Protokoll wird gelesen …</translation>
    </message>
    <message>
        <source>Refused: {why}</source>
        <translation>Abgelehnt: {why}</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Suche läuft …</translation>
    </message>
    <message>
        <source>Seen {time}. A check holds it back until you accept it.</source>
        <translation>Gesehen {time}. Eine Prüfung hält es zurück, bis Sie es annehmen.</translation>
    </message>
    <message>
        <source>Seen {time}. It is not started until you accept it; the client then has to start it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seen {time}. It is out of the list and its calls are refused, whatever the policy allows.</source>
        <translation>Gesehen {time}. Es ist aus der Liste, und seine Aufrufe werden abgelehnt, was auch immer die Richtlinie erlaubt.</translation>
    </message>
    <message>
        <source>Seen {time}. The model does not get them.</source>
        <translation>Gesehen {time}. Das Modell bekommt sie nicht.</translation>
    </message>
    <message>
        <source>Seen {time}. You are asked about each use, whatever the policy allows.</source>
        <translation>Gesehen {time}. Sie werden bei jeder Benutzung gefragt, was auch immer die Richtlinie erlaubt.</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Set the limit</source>
        <translation>Grenze setzen</translation>
    </message>
    <message>
        <source>The call is refused, and the agent reads this with the refusal.</source>
        <translation>Der Aufruf wird abgelehnt, und der Agent liest dies dazu.</translation>
    </message>
    <message>
        <source>The calls shown, as CSV or JSON (Ctrl+E)</source>
        <translation>Die angezeigten Aufrufe als CSV oder JSON (Strg+E)</translation>
    </message>
    <message>
        <source>The change to policy.json</source>
        <translation>Die Änderung an policy.json</translation>
    </message>
    <message>
        <source>The instructions</source>
        <translation>Die Anweisungen</translation>
    </message>
    <message>
        <source>The instructions have changed</source>
        <translation>Die Anweisungen haben sich geändert</translation>
    </message>
    <message>
        <source>The limit of this rule is used up.</source>
        <translation>Die Grenze dieser Regel ist ausgeschöpft.</translation>
    </message>
    <message>
        <source>The mode could not be changed</source>
        <translation>Der Betrieb konnte nicht umgestellt werden</translation>
    </message>
    <message>
        <source>The policy could not be confirmed</source>
        <translation>Die Richtlinie konnte nicht bestätigt werden</translation>
    </message>
    <message>
        <source>The profile could not be changed</source>
        <translation>Das Profil konnte nicht gewechselt werden</translation>
    </message>
    <message>
        <source>The prompt “{name}”</source>
        <translation>Der Prompt „{name}“</translation>
    </message>
    <message>
        <source>The start of {server}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tool “{name}”</source>
        <translation>Das Tool „{name}“</translation>
    </message>
    <message>
        <source>Then: {verdict}. {why}</source>
        <translation>Damals: {verdict}. {why}</translation>
    </message>
    <message>
        <source>There is no policy file yet.</source>
        <translation>Es gibt noch keine Richtlinie.</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Told to call again</source>
        <translation>Soll noch einmal aufrufen</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>Tool</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>Was sich geändert hat</translation>
    </message>
    <message>
        <source>What the agent is told</source>
        <translation>Was dem Agenten gesagt wird</translation>
    </message>
    <message>
        <source>What the policy says, entry by entry</source>
        <translation>Was die Richtlinie sagt, Eintrag für Eintrag</translation>
    </message>
    <message>
        <source>What waits for you</source>
        <translation>Was auf Sie wartet</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Write any other rule in policy.json.</source>
        <translation>Schreiben Sie jede andere Regel in policy.json.</translation>
    </message>
    <message>
        <source>Write the change</source>
        <translation>Änderung schreiben</translation>
    </message>
    <message>
        <source>Written: it holds from the next call on. The version before is in history/.</source>
        <translation>Geschrieben: Es gilt ab dem nächsten Aufruf. Die Fassung davor ist in history/.</translation>
    </message>
    <message>
        <source>Wrote {calls} to {path}.</source>
        <translation>{calls} nach {path} geschrieben.</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>allow it</source>
        <translation>ihn erlauben</translation>
    </message>
    <message>
        <source>always</source>
        <translation>immer</translation>
    </message>
    <message>
        <source>ask you</source>
        <translation>Sie fragen</translation>
    </message>
    <message>
        <source>by a new rule</source>
        <translation>durch eine neue Regel</translation>
    </message>
    <message>
        <source>calls per</source>
        <translation>Aufrufe pro</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>d</source>
        <comment>days</comment>
        <translation>Tg.</translation>
    </message>
    <message>
        <source>day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>deny it</source>
        <translation>ihn ablehnen</translation>
    </message>
    <message>
        <source>fold again</source>
        <translation>wieder einklappen</translation>
    </message>
    <message>
        <source>for 1 hour</source>
        <translation>für 1 Stunde</translation>
    </message>
    <message>
        <source>for 15 min</source>
        <translation>für 15 min</translation>
    </message>
    <message>
        <source>for 5 min</source>
        <translation>für 5 min</translation>
    </message>
    <message>
        <source>for the next try</source>
        <translation>für den nächsten Versuch</translation>
    </message>
    <message>
        <source>from source</source>
        <translation>aus dem Quelltext</translation>
    </message>
    <message>
        <source>h</source>
        <comment>hours</comment>
        <translation>h</translation>
    </message>
    <message>
        <source>hide it</source>
        <translation>ihn verbergen</translation>
    </message>
    <message>
        <source>hour</source>
        <translation>Stunde</translation>
    </message>
    <message>
        <source>in the last day</source>
        <translation>am letzten Tag</translation>
    </message>
    <message>
        <source>in the last hour</source>
        <translation>in der letzten Stunde</translation>
    </message>
    <message>
        <source>in the last minute</source>
        <translation>in der letzten Minute</translation>
    </message>
    <message>
        <source>in the last {time}</source>
        <translation>in den letzten {time}</translation>
    </message>
    <message>
        <source>limit used up</source>
        <translation>Grenze ausgeschöpft</translation>
    </message>
    <message>
        <source>line {n}</source>
        <translation>Zeile {n}</translation>
    </message>
    <message>
        <source>min</source>
        <comment>minutes</comment>
        <translation>min</translation>
    </message>
    <message>
        <source>minute</source>
        <translation>Minute</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>no calls</source>
        <translation>keine Aufrufe</translation>
    </message>
    <message>
        <source>no longer in it</source>
        <translation>nicht mehr darin</translation>
    </message>
    <message>
        <source>nobody to ask</source>
        <translation>niemand zu fragen</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>not counted</source>
        <translation>nicht gezählt</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>once</source>
        <translation>einmal</translation>
    </message>
    <message>
        <source>other servers</source>
        <translation>andere Server</translation>
    </message>
    <message>
        <source>policy.json cannot be read: {why}.</source>
        <translation>policy.json kann nicht gelesen werden: {why}.</translation>
    </message>
    <message>
        <source>policy.json has changed since this was shown.</source>
        <translation>policy.json hat sich geändert, seit dies gezeigt wurde.</translation>
    </message>
    <message>
        <source>policy.json says so already.</source>
        <translation>policy.json sagt das schon.</translation>
    </message>
    <message>
        <source>policy.json, at the rule</source>
        <translation>policy.json, bei der Regel</translation>
    </message>
    <message>
        <source>refuse it (limit)</source>
        <translation>ihn ablehnen (Grenze)</translation>
    </message>
    <message>
        <source>s</source>
        <comment>seconds</comment>
        <translation>s</translation>
    </message>
    <message>
        <source>too many questions</source>
        <translation>zu viele Fragen</translation>
    </message>
    <message>
        <source>tool:NAME shows one tool only</source>
        <translation>tool:NAME zeigt nur ein Tool</translation>
    </message>
    <message>
        <source>until the client quits</source>
        <translation>bis der Client endet</translation>
    </message>
    <message>
        <source>{amount} of {maximum} {last}</source>
        <translation>{amount} von {maximum} {last}</translation>
    </message>
    <message>
        <source>{calls}, {refused} refused</source>
        <translation>{calls}, {refused} abgelehnt</translation>
    </message>
    <message>
        <source>{changes} of {server} · Review…</source>
        <translation>{changes} von {server} · Ansehen …</translation>
    </message>
    <message>
        <source>{client} only</source>
        <translation>Nur {client}</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} min {seconds} s</translation>
    </message>
    <message>
        <source>{n} a day</source>
        <translation>{n} am Tag</translation>
    </message>
    <message>
        <source>{n} a minute</source>
        <translation>{n} pro Minute</translation>
    </message>
    <message>
        <source>{n} an hour</source>
        <translation>{n} pro Stunde</translation>
    </message>
    <message>
        <source>{n} in {time}</source>
        <translation>{n} in {time}</translation>
    </message>
    <message>
        <source>{passed} passed, {refused} refused</source>
        <translation>{passed} durchgelassen, {refused} abgelehnt</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{server} is not started: how it starts has changed · Review…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation>{shown} von {total}</translation>
    </message>
    <message>
        <source>{time} ago</source>
        <translation>vor {time}</translation>
    </message>
    <message>
        <source>{time} before “{end}”</source>
        <translation>{time} vor „{end}“</translation>
    </message>
    <message>
        <source>{tool} on {server} by {client}</source>
        <translation>{tool} auf {server}, von {client}</translation>
    </message>
    <message>
        <source>{what} has changed</source>
        <translation>{what} hat sich geändert</translation>
    </message>
    <message>
        <source>{what} is new</source>
        <translation>{what} ist neu</translation>
    </message>
    <message>
        <source>{what} needs a look</source>
        <translation>{what} braucht einen Blick</translation>
    </message>
    <message>
        <source>{what} of {server} has changed again and was not accepted.</source>
        <translation>{what} von {server} hat sich wieder geändert und wurde nicht angenommen.</translation>
    </message>
</context>
</TS>
