<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>callgate</name>
    <message>
        <source>&quot;&quot; (the system&apos;s), &quot;en&quot; or &quot;de&quot;</source>
        <translation>&quot;&quot; (die des Systems), &quot;en&quot; oder &quot;de&quot;</translation>
    </message>
    <message>
        <source>&quot;system&quot;, &quot;light&quot; or &quot;dark&quot;</source>
        <translation>&quot;system&quot;, &quot;light&quot; oder &quot;dark&quot;</translation>
    </message>
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
        <source>%n could be</source>
        <comment>guarded</comment>
        <translation>
            <numerusform>%n könnte es sein</numerusform>
            <numerusform>%n könnten es sein</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) of the log ({size}) will be removed, in {time} at the earliest.</source>
        <translation>
            <numerusform>%n Tag des Protokolls ({size}) wird entfernt, frühestens in {time}.</numerusform>
            <numerusform>%n Tage des Protokolls ({size}) werden entfernt, frühestens in {time}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n Minute</numerusform>
            <numerusform>%n Minuten</numerusform>
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
        <source>%n other client(s) without a file here</source>
        <translation>
            <numerusform>%n anderer Client ohne Datei hier</numerusform>
            <numerusform>%n andere Clients ohne Datei hier</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n Sekunde</numerusform>
            <numerusform>%n Sekunden</numerusform>
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
        <source>1 year</source>
        <translation>1 Jahr</translation>
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
        <source>Add a server to the client, then look again.</source>
        <translation>Fügen Sie dem Client einen Server hinzu und sehen Sie dann noch einmal nach.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
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
        <source>Anyone who reads this file can read {secrets}.</source>
        <translation>Wer diese Datei liest, kann auch dies lesen: {secrets}.</translation>
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
        <source>As long as suits the client</source>
        <translation>So lange der Client es zulässt</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
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
        <source>Callgate takes the place of a server&apos;s command in your client&apos;s configuration: every tool call then passes through it, is judged by your policy, and shows up here. One click gives everything back.</source>
        <translation>Callgate tritt in der Konfiguration Ihres Clients an die Stelle des Befehls eines Servers: Jeder Tool-Aufruf geht dann hindurch, wird von Ihrer Richtlinie beurteilt und erscheint hier. Ein Klick gibt alles zurück.</translation>
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
        <source>Callgate – Preferences</source>
        <translation>Callgate – Einstellungen</translation>
    </message>
    <message>
        <source>Callgate – Protect</source>
        <translation>Callgate – Schützen</translation>
    </message>
    <message>
        <source>Callgate – Rule</source>
        <translation>Callgate – Regel</translation>
    </message>
    <message>
        <source>Callgate – Servers</source>
        <translation>Callgate – Server</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Calls are not counted: {why}</source>
        <translation>Aufrufe werden nicht gezählt: {why}</translation>
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
        <source>Calls today</source>
        <translation>Heute</translation>
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
        <source>Cannot be guarded</source>
        <translation>Nicht schützbar</translation>
    </message>
    <message>
        <source>Cannot be guarded.</source>
        <translation>Kann nicht geschützt werden.</translation>
    </message>
    <message>
        <source>Cannot be protected: {why}</source>
        <translation>Kann nicht geschützt werden: {why}</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>Change of the client&apos;s file</source>
        <translation>Änderung an der Datei des Clients</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Noch einmal prüfen</translation>
    </message>
    <message>
        <source>Choose again to see the change anew.</source>
        <translation>Wählen Sie noch einmal, um die Änderung neu zu sehen.</translation>
    </message>
    <message>
        <source>Choose another value.</source>
        <translation>Wählen Sie einen anderen Wert.</translation>
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
        <source>Clients and their servers</source>
        <translation>Clients und ihre Server</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
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
        <source>Dark</source>
        <translation>Dunkel</translation>
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
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Errors, and a reminder while Callgate is paused</source>
        <translation>Fehler, und eine Erinnerung, solange Callgate pausiert</translation>
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
        <source>File</source>
        <translation>Datei</translation>
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
        <source>For good</source>
        <translation>Für immer</translation>
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
        <source>Fullest limit</source>
        <translation>Vollste Grenze</translation>
    </message>
    <message>
        <source>Give all back…</source>
        <translation>Alle zurückgeben …</translation>
    </message>
    <message>
        <source>Give back the servers of {client}</source>
        <translation>Die Server von {client} zurückgeben</translation>
    </message>
    <message>
        <source>Give back {server}</source>
        <translation>{server} zurückgeben</translation>
    </message>
    <message>
        <source>Give back…</source>
        <translation>Zurückgeben …</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>Zurückgegeben</translation>
    </message>
    <message>
        <source>Guard a server with Protect…: that makes one.</source>
        <translation>Schützen Sie einen Server mit „Schützen …“: Dabei entsteht eine.</translation>
    </message>
    <message>
        <source>Guard all…</source>
        <translation>Alle schützen …</translation>
    </message>
    <message>
        <source>Guarded</source>
        <translation>Geschützt</translation>
    </message>
    <message>
        <source>Guarded: every call passes the policy first.</source>
        <translation>Geschützt: Jeder Aufruf geht zuerst durch die Richtlinie.</translation>
    </message>
    <message>
        <source>Guard…</source>
        <translation>Schützen …</translation>
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
        <source>However much it is</source>
        <translation>Egal wie viel es ist</translation>
    </message>
    <message>
        <source>In the client, set these tools to “Always allow”: Callgate asks where your policy says so.</source>
        <translation>Stellen Sie diese Tools im Client auf „Immer erlauben“: Callgate fragt, wo Ihre Richtlinie es sagt.</translation>
    </message>
    <message>
        <source>In the keychain: {secrets}.</source>
        <translation>Im Schlüsselbund: {secrets}.</translation>
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
        <source>Its file cannot be used.</source>
        <translation>Seine Datei kann nicht benutzt werden.</translation>
    </message>
    <message>
        <source>Keep asking</source>
        <translation>Weiter fragen</translation>
    </message>
    <message>
        <source>Keep at most</source>
        <translation>Höchstens behalten</translation>
    </message>
    <message>
        <source>Keep calls</source>
        <translation>Aufrufe behalten</translation>
    </message>
    <message>
        <source>Keep it stopped</source>
        <translation>Gestoppt lassen</translation>
    </message>
    <message>
        <source>Keep withheld</source>
        <translation>Weiter zurückhalten</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
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
        <source>Light</source>
        <translation>Hell</translation>
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
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Live calls are not touched by this.</source>
        <translation>Laufende Aufrufe betrifft das nicht.</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Noch einmal nachsehen</translation>
    </message>
    <message>
        <source>Look at it once more.</source>
        <translation>Sehen Sie es sich noch einmal an.</translation>
    </message>
    <message>
        <source>Looking for clients…
Each client with a configuration of its own shows up here with its servers.</source>
        <translation>Clients werden gesucht …
Jeder Client mit einer eigenen Konfiguration erscheint hier mit seinen Servern.</translation>
    </message>
    <message>
        <source>Looks</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Niedrig</translation>
    </message>
    <message>
        <source>Make the directory writable for you, or set CALLGATE_HOME to one that is.</source>
        <translation>Machen Sie das Verzeichnis für sich beschreibbar, oder setzen Sie CALLGATE_HOME auf eines, das es ist.</translation>
    </message>
    <message>
        <source>Make the directory writable, then start again.</source>
        <translation>Machen Sie das Verzeichnis beschreibbar und starten Sie dann noch einmal.</translation>
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
        <source>Mend the file, or press Reset to defaults: that keeps it beside the new one.</source>
        <translation>Berichtigen Sie die Datei, oder drücken Sie „Auf Vorgaben zurücksetzen“: Dann bleibt sie neben der neuen erhalten.</translation>
    </message>
    <message>
        <source>Move back</source>
        <translation>Zurücklegen</translation>
    </message>
    <message>
        <source>Move into the keychain</source>
        <translation>In den Schlüsselbund legen</translation>
    </message>
    <message>
        <source>Move it yourself.</source>
        <translation>Verschieben Sie sie selbst.</translation>
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
        <source>No server to guard here yet.</source>
        <translation>Hier gibt es noch keinen Server zu schützen.</translation>
    </message>
    <message>
        <source>No servers in this file yet. Add one to the client, then look again.</source>
        <translation>Noch keine Server in dieser Datei. Fügen Sie dem Client einen hinzu und sehen Sie dann noch einmal nach.</translation>
    </message>
    <message>
        <source>No servers yet</source>
        <translation>Noch keine Server</translation>
    </message>
    <message>
        <source>No tools seen yet: use it once in your client</source>
        <translation>Noch keine Tools gesehen: einmal im Client benutzen</translation>
    </message>
    <message>
        <source>Not covered</source>
        <translation>Nicht erfasst</translation>
    </message>
    <message>
        <source>Not guarded</source>
        <translation>Nicht geschützt</translation>
    </message>
    <message>
        <source>Not guarded: its calls are neither seen nor judged.</source>
        <translation>Nicht geschützt: Seine Aufrufe werden weder gesehen noch beurteilt.</translation>
    </message>
    <message>
        <source>Not protected</source>
        <translation>Nicht geschützt</translation>
    </message>
    <message>
        <source>Not set up</source>
        <translation>Nicht eingerichtet</translation>
    </message>
    <message>
        <source>Nothing has changed. There is nothing to accept.</source>
        <translation>Nichts hat sich geändert. Es gibt nichts anzunehmen.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Nothing would change.</source>
        <translation>Nichts würde sich ändern.</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Mitteilungen</translation>
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
        <source>Old days stay in the log: {why}</source>
        <translation>Alte Tage bleiben im Protokoll: {why}</translation>
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
        <source>Pins</source>
        <translation>Festgehalten</translation>
    </message>
    <message>
        <source>Policy, log and state are in</source>
        <translation>Richtlinie, Protokoll und Zustand liegen in</translation>
    </message>
    <message numerus="yes">
        <source>Protect %n server(s)…</source>
        <translation>
            <numerusform>%n Server schützen …</numerusform>
            <numerusform>%n Server schützen …</numerusform>
        </translation>
    </message>
    <message>
        <source>Protect the servers of {client}</source>
        <translation>Die Server von {client} schützen</translation>
    </message>
    <message>
        <source>Protect your servers</source>
        <translation>Ihre Server schützen</translation>
    </message>
    <message>
        <source>Protect {server}</source>
        <translation>{server} schützen</translation>
    </message>
    <message>
        <source>Protected</source>
        <translation>Geschützt</translation>
    </message>
    <message>
        <source>Protect…</source>
        <translation>Schützen …</translation>
    </message>
    <message>
        <source>Put the guard back…</source>
        <translation>Wieder schützen …</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Reading the log…</source>
        <translation>Das Protokoll wird gelesen …</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Refused: {why}</source>
        <translation>Abgelehnt: {why}</translation>
    </message>
    <message>
        <source>Reset to defaults</source>
        <translation>Auf Vorgaben zurücksetzen</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Running for</source>
        <translation>Läuft seit</translation>
    </message>
    <message>
        <source>Safety</source>
        <translation>Sicherheit</translation>
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
        <source>See that it can be written, then try again.</source>
        <translation>Sorgen Sie dafür, dass sie geschrieben werden kann, und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>Seen {time}. A check holds it back until you accept it.</source>
        <translation>Gesehen {time}. Eine Prüfung hält es zurück, bis Sie es annehmen.</translation>
    </message>
    <message>
        <source>Seen {time}. It is not started until you accept it; the client then has to start it again.</source>
        <translation>Gesehen {time}. Er startet nicht, bis Sie es annehmen; der Client muss ihn dann noch einmal starten.</translation>
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
        <source>Set CALLGATE_HOME to a shorter directory.</source>
        <translation>Setzen Sie CALLGATE_HOME auf ein kürzeres Verzeichnis.</translation>
    </message>
    <message>
        <source>Set the limit</source>
        <translation>Grenze setzen</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>Seine Aufrufe zeigen</translation>
    </message>
    <message>
        <source>Since you protected it</source>
        <translation>Seit Sie es geschützt haben</translation>
    </message>
    <message>
        <source>Sound when a call waits</source>
        <translation>Ton, wenn ein Aufruf wartet</translation>
    </message>
    <message>
        <source>Start Callgate when you log in</source>
        <translation>Callgate bei der Anmeldung starten</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Stop waiting</source>
        <translation>Nicht mehr warten</translation>
    </message>
    <message>
        <source>Strict mode could not be changed: {why}.</source>
        <translation>Der strenge Modus konnte nicht umgestellt werden: {why}.</translation>
    </message>
    <message>
        <source>Strict mode: changes made outside Callgate wait for your word</source>
        <translation>Strenger Modus: Änderungen von außerhalb warten auf Ihr Wort</translation>
    </message>
    <message>
        <source>Switched off</source>
        <translation>Ausgeschaltet</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Takes effect when Callgate starts again.</source>
        <translation>Gilt, sobald Callgate neu startet.</translation>
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
        <source>The chosen server or client</source>
        <translation>Der gewählte Server oder Client</translation>
    </message>
    <message>
        <source>The clients&apos; files cannot be read: {why}</source>
        <translation>Die Dateien der Clients können nicht gelesen werden: {why}</translation>
    </message>
    <message>
        <source>The defaults hold.</source>
        <translation>Es gelten die Vorgaben.</translation>
    </message>
    <message>
        <source>The file as it was is kept in {path}</source>
        <translation>Die bisherige Datei liegt in {path}</translation>
    </message>
    <message>
        <source>The file has changed since this was shown. Check again to see the change anew.</source>
        <translation>Die Datei hat sich geändert, seit dies gezeigt wurde. Prüfen Sie noch einmal, um die Änderung neu zu sehen.</translation>
    </message>
    <message>
        <source>The file that could not be read is kept as {path}.</source>
        <translation>Die Datei, die nicht gelesen werden konnte, liegt jetzt in {path}.</translation>
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
        <source>The limits&apos; counters cannot be read: {why}</source>
        <translation>Die Zähler der Grenzen können nicht gelesen werden: {why}</translation>
    </message>
    <message>
        <source>The log cannot be looked at: {why}.</source>
        <translation>Das Protokoll kann nicht angesehen werden: {why}.</translation>
    </message>
    <message>
        <source>The mode could not be changed</source>
        <translation>Der Betrieb konnte nicht umgestellt werden</translation>
    </message>
    <message>
        <source>The path of Callgate&apos;s socket is {size} bytes long and {most} fit: {path}</source>
        <translation>Der Pfad von Callgates Socket ist {size} Bytes lang, {most} passen: {path}</translation>
    </message>
    <message>
        <source>The policy could not be confirmed</source>
        <translation>Die Richtlinie konnte nicht bestätigt werden</translation>
    </message>
    <message>
        <source>The preferences could not be written: {why}.</source>
        <translation>Die Einstellungen konnten nicht geschrieben werden: {why}.</translation>
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
        <source>The same server is protected in {client}.</source>
        <translation>Derselbe Server ist in {client} geschützt.</translation>
    </message>
    <message>
        <source>The start of {server}</source>
        <translation>Der Start von {server}</translation>
    </message>
    <message>
        <source>The tool “{name}”</source>
        <translation>Das Tool „{name}“</translation>
    </message>
    <message>
        <source>The tray cannot open its socket in {path}: {why}.</source>
        <translation>Callgate kann seinen Socket in {path} nicht öffnen: {why}.</translation>
    </message>
    <message>
        <source>Then the call is told to come again and the question stays open. Touching the window still gives you longer. Never longer than the client waits.</source>
        <translation>Danach soll der Aufruf wiederkommen, die Frage bleibt offen. Wer das Fenster berührt, hat weiterhin länger Zeit. Nie länger, als der Client wartet.</translation>
    </message>
    <message>
        <source>Then: {verdict}. {why}</source>
        <translation>Damals: {verdict}. {why}</translation>
    </message>
    <message>
        <source>There is no configuration file here yet.</source>
        <translation>Hier gibt es noch keine Konfigurationsdatei.</translation>
    </message>
    <message>
        <source>There is no policy file yet.</source>
        <translation>Es gibt noch keine Richtlinie.</translation>
    </message>
    <message>
        <source>There is no {path} any more.</source>
        <translation>{path} gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Today and yesterday always stay. What remains is still proven by its seals.</source>
        <translation>Heute und gestern bleiben immer. Was bleibt, ist weiterhin durch seine Siegel bewiesen.</translation>
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
        <source>Turn strict mode off</source>
        <translation>Strengen Modus ausschalten</translation>
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
        <source>Wait for an answer</source>
        <translation>Auf Antwort warten</translation>
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
        <source>When a call waits for you</source>
        <translation>Wenn ein Aufruf auf Sie wartet</translation>
    </message>
    <message>
        <source>When a server, a client&apos;s file or the policy changed</source>
        <translation>Wenn sich ein Server, eine Client-Datei oder die Richtlinie geändert hat</translation>
    </message>
    <message>
        <source>Write any other rule in policy.json.</source>
        <translation>Schreiben Sie jede andere Regel in policy.json.</translation>
    </message>
    <message>
        <source>Write it when the client quits</source>
        <translation>Schreiben, sobald der Client endet</translation>
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
        <source>a number of seconds from {least} to {most}</source>
        <translation>eine Zahl von Sekunden von {least} bis {most}</translation>
    </message>
    <message>
        <source>a whole number of days, 2 or more</source>
        <translation>eine ganze Zahl von Tagen, 2 oder mehr</translation>
    </message>
    <message>
        <source>a whole number of megabytes</source>
        <translation>eine ganze Zahl von Megabyte</translation>
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
        <source>each client</source>
        <translation>jeder Client</translation>
    </message>
    <message>
        <source>each grant</source>
        <translation>jede Erlaubnis</translation>
    </message>
    <message>
        <source>each server</source>
        <translation>jeder Server</translation>
    </message>
    <message>
        <source>each session</source>
        <translation>jede Sitzung</translation>
    </message>
    <message>
        <source>everybody</source>
        <translation>alle zusammen</translation>
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
        <source>it belongs to another user</source>
        <translation>es gehört einem anderen Benutzer</translation>
    </message>
    <message>
        <source>it holds no object</source>
        <translation>sie enthält kein Objekt</translation>
    </message>
    <message>
        <source>it is not UTF-8</source>
        <translation>sie ist kein UTF-8</translation>
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
        <source>preferences.json cannot be read: {why}.</source>
        <translation>preferences.json kann nicht gelesen werden: {why}.</translation>
    </message>
    <message>
        <source>preferences.json: {key} must be {wanted}; its default holds.</source>
        <translation>preferences.json: {key} muss sein: {wanted}; es gilt die Vorgabe.</translation>
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
        <source>since {clock}, {time}</source>
        <translation>seit {clock}, {time}</translation>
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
        <source>true or false</source>
        <translation>true oder false</translation>
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
        <source>{calls} today, {refused} refused</source>
        <translation>Heute {calls}, {refused} abgelehnt</translation>
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
        <source>{client} is running and would write over the change. Quit it (its tray icon too), then check again.</source>
        <translation>{client} läuft und würde die Änderung überschreiben. Beenden Sie das Programm (auch sein Symbol), dann prüfen Sie noch einmal.</translation>
    </message>
    <message>
        <source>{client} is running: quit it before you change its file.</source>
        <translation>{client} läuft: Beenden Sie das Programm, bevor Sie seine Datei ändern.</translation>
    </message>
    <message>
        <source>{client} on {server}</source>
        <translation>{client} auf {server}</translation>
    </message>
    <message>
        <source>{client} on {server} in session {session}</source>
        <translation>{client} auf {server} in Sitzung {session}</translation>
    </message>
    <message>
        <source>{client} only</source>
        <translation>Nur {client}</translation>
    </message>
    <message numerus="yes">
        <source>{guarded} of %n server(s) guarded</source>
        <translation>
            <numerusform>{guarded} von %n Server geschützt</numerusform>
            <numerusform>{guarded} von %n Servern geschützt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{guarded} of %n server(s) guarded.</source>
        <translation>
            <numerusform>{guarded} von %n Server geschützt.</numerusform>
            <numerusform>{guarded} von %n Servern geschützt.</numerusform>
        </translation>
    </message>
    <message>
        <source>{key} must be {wanted}.</source>
        <translation>{key} muss sein: {wanted}.</translation>
    </message>
    <message>
        <source>{limit}: {used}, {who}</source>
        <translation>{limit}: {used}, {who}</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} min {seconds} s</translation>
    </message>
    <message numerus="yes">
        <source>{names} and %n more</source>
        <translation>
            <numerusform>{names} und %n weiteres</numerusform>
            <numerusform>{names} und %n weitere</numerusform>
        </translation>
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
        <source>{path} cannot be read, so it is not known whether Callgate starts: {why}</source>
        <translation>{path} kann nicht gelesen werden, daher ist nicht bekannt, ob Callgate startet: {why}</translation>
    </message>
    <message>
        <source>{path} cannot be read: {why}.</source>
        <translation>{path} kann nicht gelesen werden: {why}.</translation>
    </message>
    <message>
        <source>{path} could not be changed: {why}.</source>
        <translation>{path} konnte nicht geändert werden: {why}.</translation>
    </message>
    <message>
        <source>{path} could not be moved aside: {why}.</source>
        <translation>{path} konnte nicht beiseite gelegt werden: {why}.</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{seconds} seconds</source>
        <translation>{seconds} Sekunden</translation>
    </message>
    <message>
        <source>{server} in {client}</source>
        <translation>{server} in {client}</translation>
    </message>
    <message>
        <source>{server} is not started: how it starts has changed · Review…</source>
        <translation>{server} wird nicht gestartet: Sein Start hat sich geändert · Ansehen …</translation>
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
        <source>{variable} of {server}</source>
        <translation>{variable} von {server}</translation>
    </message>
    <message>
        <source>{waits} Without strict mode that is in force at once.</source>
        <translation>{waits} Ohne strengen Modus gilt das sofort.</translation>
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
