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
    <message>
        <source>%d %b %H:%M:%S</source>
        <comment>day and time, for strftime</comment>
        <translation>%d.%m. %H:%M:%S</translation>
    </message>
    <message>
        <source>%d %b %Y %H:%M:%S</source>
        <comment>day and time, for strftime</comment>
        <translation>%d.%m.%Y %H:%M:%S</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n Aufruf</numerusform>
            <numerusform>%n Aufrufe</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) waiting for you</source>
        <translation>
            <numerusform>%n Aufruf wartet auf Sie</numerusform>
            <numerusform>%n Aufrufe warten auf Sie</numerusform>
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
        <source>%n client(s)</source>
        <translation>
            <numerusform>%n Client</numerusform>
            <numerusform>%n Clients</numerusform>
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
        <source>%n guarded server(s) open in another client…</source>
        <translation>
            <numerusform>%n geschützter Server in anderem Client offen …</numerusform>
            <numerusform>%n geschützte Server in anderem Client offen …</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n identical call(s)</source>
        <translation>
            <numerusform>%n gleicher Aufruf</numerusform>
            <numerusform>%n gleiche Aufrufe</numerusform>
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
        <source>%n other call(s) waiting.</source>
        <translation>
            <numerusform>%n weiterer Aufruf wartet.</numerusform>
            <numerusform>%n weitere Aufrufe warten.</numerusform>
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
        <source>%n problem(s): the form waits until the text is a policy.</source>
        <translation>
            <numerusform>%n Fehler: Das Formular wartet, bis der Text eine Richtlinie ist.</numerusform>
            <numerusform>%n Fehler: Das Formular wartet, bis der Text eine Richtlinie ist.</numerusform>
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
    <message numerus="yes">
        <source>%n server(s) guarded</source>
        <translation>
            <numerusform>%n Server geschützt</numerusform>
            <numerusform>%n Server geschützt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n server(s) not guarded</source>
        <translation>
            <numerusform>%n Server nicht geschützt</numerusform>
            <numerusform>%n Server nicht geschützt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n server(s) protected</source>
        <translation>
            <numerusform>%n Server geschützt</numerusform>
            <numerusform>%n Server geschützt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n-mal</numerusform>
            <numerusform>%n-mal</numerusform>
        </translation>
    </message>
    <message>
        <source>,</source>
        <comment>between thousands</comment>
        <translation>.</translation>
    </message>
    <message>
        <source>.</source>
        <comment>before the decimals</comment>
        <translation>,</translation>
    </message>
    <message>
        <source>1 h ago</source>
        <translation>vor 1 h</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 Stunde</translation>
    </message>
    <message>
        <source>1 of 3   What was found</source>
        <translation>1 von 3   Was gefunden wurde</translation>
    </message>
    <message>
        <source>1 year</source>
        <translation>1 Jahr</translation>
    </message>
    <message>
        <source>15 min</source>
        <translation>15 min</translation>
    </message>
    <message>
        <source>2 of 3   Protect</source>
        <translation>2 von 3   Schützen</translation>
    </message>
    <message>
        <source>3 of 3   What remains</source>
        <translation>3 von 3   Was noch zu tun ist</translation>
    </message>
    <message>
        <source>5 min</source>
        <translation>5 min</translation>
    </message>
    <message>
        <source>5 minutes</source>
        <translation>5 Minuten</translation>
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
        <source>A guard is gone in {client}</source>
        <translation>Ein Schutz fehlt in {client}</translation>
    </message>
    <message>
        <source>A path outside the folders the client declared to the server: by .., encodings, look-alike dots or symlinks.</source>
        <translation>Einen Pfad außerhalb der Ordner, die der Client dem Server genannt hat: durch .., Kodierungen, ähnlich aussehende Punkte oder symbolische Links.</translation>
    </message>
    <message>
        <source>A request that no rule names passes, whatever the default says.</source>
        <translation>Eine Anfrage, die keine Regel nennt, geht durch, was auch immer die Vorgabe sagt.</translation>
    </message>
    <message>
        <source>A rule for every tool</source>
        <translation>Eine Regel für jedes Tool</translation>
    </message>
    <message>
        <source>A rule for one client can only allow here.</source>
        <translation>Eine Regel für einen Client kann hier nur erlauben.</translation>
    </message>
    <message>
        <source>A rule for this tool, shown before it is written (Ctrl+R)</source>
        <translation>Eine Regel für dieses Tool; Sie sehen sie, bevor sie geschrieben wird (Strg+R)</translation>
    </message>
    <message>
        <source>A rule in the policy names this tool.</source>
        <translation>Eine Regel der Richtlinie nennt dieses Tool.</translation>
    </message>
    <message>
        <source>A server</source>
        <translation>Ein Server</translation>
    </message>
    <message>
        <source>A server that behaves differently behind the same words.</source>
        <translation>Einen Server, der sich hinter denselben Worten anders verhält.</translation>
    </message>
    <message>
        <source>A server to have rules of its own here</source>
        <translation>Ein Server, der hier eigene Regeln bekommt</translation>
    </message>
    <message>
        <source>A server whose command, arguments, variables&apos; names or folder are not as they were when it was guarded: held before it starts.</source>
        <translation>Einen Server, dessen Befehl, Argumente, Variablennamen oder Ordner nicht mehr so sind wie beim Schützen: Er wird vor dem Start angehalten.</translation>
    </message>
    <message>
        <source>A tool call that touches Callgate&apos;s own files, a client&apos;s configuration, keys, or what runs at the next start.</source>
        <translation>Einen Tool-Aufruf, der Callgates eigene Dateien, die Konfiguration eines Clients, Schlüssel oder Autostart-Einträge berührt.</translation>
    </message>
    <message>
        <source>A tool called under another spelling of a hidden or refused name; names that imitate others.</source>
        <translation>Ein Tool, das unter anderer Schreibweise eines verborgenen oder abgelehnten Namens aufgerufen wird; Namen, die andere nachahmen.</translation>
    </message>
    <message>
        <source>A tool, or delete_*</source>
        <translation>Ein Tool oder delete_*</translation>
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
        <source>Accept from now on</source>
        <translation>Immer annehmen</translation>
    </message>
    <message>
        <source>Accept it under Review in the tray&apos;s menu.</source>
        <translation>Nehmen Sie ihn unter „Ansehen“ im Menü des Symbols an.</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Add a rule</source>
        <translation>Regel hinzufügen</translation>
    </message>
    <message>
        <source>Add a server</source>
        <translation>Server hinzufügen</translation>
    </message>
    <message>
        <source>Add a server below mcp in the file.</source>
        <translation>Fügen Sie in der Datei unter mcp einen Server hinzu.</translation>
    </message>
    <message>
        <source>Add a server below mcpServers in the file.</source>
        <translation>Fügen Sie in der Datei unter mcpServers einen Server hinzu.</translation>
    </message>
    <message>
        <source>Add a server to the client, then look again.</source>
        <translation>Fügen Sie dem Client einen Server hinzu und sehen Sie dann noch einmal nach.</translation>
    </message>
    <message>
        <source>Add a server: /mcp add.</source>
        <translation>Server hinzufügen: /mcp add.</translation>
    </message>
    <message>
        <source>Add a server: Cline&apos;s MCP Servers, Configure.</source>
        <translation>Server hinzufügen: in Cline „MCP Servers“, „Configure“.</translation>
    </message>
    <message>
        <source>Add a server: Cursor Settings, MCP.</source>
        <translation>Server hinzufügen: „Cursor Settings“, „MCP“.</translation>
    </message>
    <message>
        <source>Add a server: Manage MCP Servers, View raw config.</source>
        <translation>Server hinzufügen: „Manage MCP Servers“, „View raw config“.</translation>
    </message>
    <message>
        <source>Add a server: Program, Install, Edit mcp.json.</source>
        <translation>Server hinzufügen: „Program“, „Install“, „Edit mcp.json“.</translation>
    </message>
    <message>
        <source>Add a server: Settings, Cascade, MCP Servers.</source>
        <translation>Server hinzufügen: „Settings“, „Cascade“, „MCP Servers“.</translation>
    </message>
    <message>
        <source>Add a server: amp mcp add NAME -- COMMAND.</source>
        <translation>Server hinzufügen: amp mcp add NAME -- BEFEHL.</translation>
    </message>
    <message>
        <source>Add a server: claude mcp add NAME -- COMMAND.</source>
        <translation>Server hinzufügen: claude mcp add NAME -- BEFEHL.</translation>
    </message>
    <message>
        <source>Add a server: codex mcp add NAME -- COMMAND.</source>
        <translation>Server hinzufügen: codex mcp add NAME -- BEFEHL.</translation>
    </message>
    <message>
        <source>Add a server: gemini mcp add NAME COMMAND.</source>
        <translation>Server hinzufügen: gemini mcp add NAME BEFEHL.</translation>
    </message>
    <message>
        <source>Add a server: the command “Kiro: Open user MCP config”.</source>
        <translation>Server hinzufügen: der Befehl „Kiro: Open user MCP config“.</translation>
    </message>
    <message>
        <source>Add a server: the command “MCP: Add Server”.</source>
        <translation>Server hinzufügen: der Befehl „MCP: Add Server“.</translation>
    </message>
    <message>
        <source>Add a server: the command “agent: add context server”.</source>
        <translation>Server hinzufügen: der Befehl „agent: add context server“.</translation>
    </message>
    <message>
        <source>Add an extension: goose configure.</source>
        <translation>Erweiterung hinzufügen: goose configure.</translation>
    </message>
    <message>
        <source>Add the client</source>
        <translation>Client hinzufügen</translation>
    </message>
    <message>
        <source>Add the profile</source>
        <translation>Profil hinzufügen</translation>
    </message>
    <message>
        <source>Add the server</source>
        <translation>Server hinzufügen</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Addresses of this machine, its network and cloud metadata in any spelling.</source>
        <translation>Adressen dieses Rechners, seines Netzes und der Cloud-Metadaten in jeder Schreibweise.</translation>
    </message>
    <message>
        <source>Addresses on</source>
        <translation>Adressen auf</translation>
    </message>
    <message>
        <source>Agreement claimed in free text.</source>
        <translation>Zustimmung, die in freiem Text behauptet wird.</translation>
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
        <source>Allow always</source>
        <translation>Immer erlauben</translation>
    </message>
    <message>
        <source>Allow for 1 hour</source>
        <translation>1 Stunde erlauben</translation>
    </message>
    <message>
        <source>Allow for 15 min</source>
        <translation>15 min erlauben</translation>
    </message>
    <message>
        <source>Allow for 15 minutes</source>
        <translation>15 Minuten erlauben</translation>
    </message>
    <message>
        <source>Allow for 5 min</source>
        <translation>5 min erlauben</translation>
    </message>
    <message>
        <source>Allow for…</source>
        <translation>Erlauben für …</translation>
    </message>
    <message>
        <source>Allow once</source>
        <translation>Einmal erlauben</translation>
    </message>
    <message>
        <source>Allow this once</source>
        <translation>Einmal erlauben</translation>
    </message>
    <message>
        <source>Allow until it quits</source>
        <translation>Erlauben, bis er endet</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>Erlaubt</translation>
    </message>
    <message>
        <source>Allowed until the client quits</source>
        <translation>Erlaubt, bis der Client endet</translation>
    </message>
    <message>
        <source>Allowed {allowed}, last {ago}</source>
        <translation>{allowed} erlaubt, zuletzt {ago}</translation>
    </message>
    <message>
        <source>Allowed {allowed}, refused {refused}, last {ago}</source>
        <translation>{allowed} erlaubt, {refused} abgelehnt, zuletzt {ago}</translation>
    </message>
    <message>
        <source>Allowed {time}</source>
        <translation>Erlaubt: {time}</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>Immer</translation>
    </message>
    <message>
        <source>Another limit…</source>
        <translation>Andere Grenze …</translation>
    </message>
    <message>
        <source>Another program behind the same command, and values of variables.</source>
        <translation>Ein anderes Programm hinter demselben Befehl, und die Werte von Variablen.</translation>
    </message>
    <message>
        <source>Another tool or a pattern</source>
        <translation>Ein anderes Tool oder ein Muster</translation>
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
        <source>Arguments that claim a person has already agreed.</source>
        <translation>Argumente, die behaupten, ein Mensch habe schon zugestimmt.</translation>
    </message>
    <message>
        <source>Arguments, secrets masked</source>
        <translation>Argumente, Geheimnisse verdeckt</translation>
    </message>
    <message>
        <source>As Callgate classes it</source>
        <translation>Wie Callgate es einstuft</translation>
    </message>
    <message>
        <source>As everything above says</source>
        <translation>Wie alles darüber sagt</translation>
    </message>
    <message>
        <source>As long as suits the client</source>
        <translation>So lange der Client es zulässt</translation>
    </message>
    <message>
        <source>As the general rules say</source>
        <translation>Wie die allgemeinen Regeln sagen</translation>
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
        <source>Ask about everything</source>
        <translation>Nach allem fragen</translation>
    </message>
    <message>
        <source>Asked before, last {ago}</source>
        <translation>Schon gefragt, zuletzt {ago}</translation>
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
        <source>At most so many calls</source>
        <translation>Höchstens so viele Aufrufe</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Be asked once, not twice</source>
        <translation>Einmal gefragt werden, nicht zweimal</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Bisher</translation>
    </message>
    <message>
        <source>Begin by risk</source>
        <translation>Nach Risiko beginnen</translation>
    </message>
    <message>
        <source>Block</source>
        <comment>a check</comment>
        <translation>Blockieren</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Bringing one back is a save like any other: what it replaces is kept as well.</source>
        <translation>Zurückholen ist ein Speichern wie jedes andere: Was dabei ersetzt wird, bleibt auch erhalten.</translation>
    </message>
    <message>
        <source>By folder</source>
        <translation>Nach Ordner</translation>
    </message>
    <message>
        <source>Callgate allowed</source>
        <translation>Callgate hat erlaubt</translation>
    </message>
    <message>
        <source>Callgate asks</source>
        <translation>Callgate fragt</translation>
    </message>
    <message>
        <source>Callgate cannot run</source>
        <translation>Callgate kann nicht laufen</translation>
    </message>
    <message>
        <source>Callgate is paused for {time} more: calls pass unchecked.</source>
        <translation>Callgate pausiert noch {time}: Aufrufe gehen ungeprüft durch.</translation>
    </message>
    <message>
        <source>Callgate is paused until you resume: calls pass unchecked.</source>
        <translation>Callgate pausiert, bis Sie fortsetzen: Aufrufe gehen ungeprüft durch.</translation>
    </message>
    <message>
        <source>Callgate is paused.</source>
        <translation>Callgate pausiert.</translation>
    </message>
    <message>
        <source>Callgate stands between your AI client and its tools: every call passes your rules first, and you are asked about what they do not cover. Nothing is sent anywhere.</source>
        <translation>Callgate steht zwischen Ihrem KI-Client und dessen Tools: Jeder Aufruf geht zuerst durch Ihre Regeln, und zu allem, was sie nicht abdecken, werden Sie gefragt. Nichts wird irgendwohin gesendet.</translation>
    </message>
    <message>
        <source>Callgate takes the place of a server&apos;s command in your client&apos;s configuration: every tool call then passes through it, is judged by your policy, and shows up here. One click gives everything back.</source>
        <translation>Callgate tritt in der Konfiguration Ihres Clients an die Stelle des Befehls eines Servers: Jeder Tool-Aufruf geht dann hindurch, wird von Ihrer Richtlinie beurteilt und erscheint hier. Ein Klick gibt alles zurück.</translation>
    </message>
    <message>
        <source>Callgate takes the place of each server&apos;s command in the client&apos;s file and starts the server itself.</source>
        <translation>Callgate tritt in der Datei des Clients an die Stelle des Befehls jedes Servers und startet den Server selbst.</translation>
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
        <source>Callgate – First steps</source>
        <translation>Callgate – Erste Schritte</translation>
    </message>
    <message>
        <source>Callgate – Limit</source>
        <translation>Callgate – Grenze</translation>
    </message>
    <message>
        <source>Callgate – Policy</source>
        <translation>Callgate – Richtlinie</translation>
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
        <source>Callgate&apos;s icon, a shield, stands beside the clock (in the menu bar on a Mac). It turns amber with a number while a call waits for you. Where the system shows no icon, start Callgate again: its window comes up.</source>
        <translation>Das Symbol von Callgate, ein Schild, steht neben der Uhr (auf einem Mac in der Menüleiste). Es wird gelb und zeigt eine Zahl, solange ein Aufruf auf Sie wartet. Wo das System kein Symbol zeigt, starten Sie Callgate noch einmal: Dann erscheint sein Fenster.</translation>
    </message>
    <message>
        <source>Callgate: {state}</source>
        <translation>Callgate: {state}</translation>
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
        <source>Calls that would be treated otherwise</source>
        <translation>Aufrufe, die anders behandelt würden</translation>
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
        <source>Calls without arguments</source>
        <translation>Aufrufe ohne Argumente</translation>
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
        <source>Cannot see: {what}</source>
        <translation>Sieht nicht: {what}</translation>
    </message>
    <message>
        <source>Change of policy.json</source>
        <translation>Änderung an policy.json</translation>
    </message>
    <message>
        <source>Change of the client&apos;s file</source>
        <translation>Änderung an der Datei des Clients</translation>
    </message>
    <message>
        <source>Change of the clients&apos; files</source>
        <translation>Änderung an den Dateien der Clients</translation>
    </message>
    <message>
        <source>Change that rule in the policy editor, or choose another profile.</source>
        <translation>Ändern Sie diese Regel im Richtlinien-Editor oder wählen Sie ein anderes Profil.</translation>
    </message>
    <message>
        <source>Change them in the text.</source>
        <translation>Ändern Sie sie im Text.</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Noch einmal prüfen</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Choose again to see the change anew.</source>
        <translation>Wählen Sie noch einmal, um die Änderung neu zu sehen.</translation>
    </message>
    <message>
        <source>Choose another place, then export again.</source>
        <translation>Wählen Sie einen anderen Ort und exportieren Sie noch einmal.</translation>
    </message>
    <message>
        <source>Choose another value.</source>
        <translation>Wählen Sie einen anderen Wert.</translation>
    </message>
    <message>
        <source>Choose it in the list.</source>
        <translation>Wählen Sie es in der Liste.</translation>
    </message>
    <message>
        <source>Choose one to end it</source>
        <translation>Wählen Sie eine, um sie zu beenden</translation>
    </message>
    <message>
        <source>Claude Desktop ignores such a file silently and starts no servers. Correct it, then try again.</source>
        <translation>Claude Desktop übergeht eine solche Datei stillschweigend und startet keine Server. Berichtigen Sie sie und versuchen Sie es noch einmal.</translation>
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
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Clients and their servers</source>
        <translation>Clients und ihre Server</translation>
    </message>
    <message>
        <source>Cline starts the changed servers again by itself.</source>
        <translation>Cline startet die geänderten Server von selbst neu.</translation>
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
        <source>Confirm the change</source>
        <translation>Änderung bestätigen</translation>
    </message>
    <message>
        <source>Continue reads the file at once.</source>
        <translation>Continue liest die Datei sofort.</translation>
    </message>
    <message>
        <source>Copy what you want to keep, then choose “Read it anew”.</source>
        <translation>Kopieren Sie, was Sie behalten wollen, und wählen Sie dann „Neu lesen“.</translation>
    </message>
    <message>
        <source>Count from zero</source>
        <translation>Neu ab null zählen</translation>
    </message>
    <message>
        <source>Credentials, and secrets seen in a result, that leave in an argument: as they are, encoded, or in pieces.</source>
        <translation>Zugangsdaten und Geheimnisse aus einem Ergebnis, die in einem Argument hinausgehen: im Klartext, kodiert oder in Stücken.</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>Kritisch</translation>
    </message>
    <message>
        <source>Ctrl+Return</source>
        <translation>Strg+Eingabe</translation>
    </message>
    <message>
        <source>Cursor reads the file at once, and asks again about a server that changed.</source>
        <translation>Cursor liest die Datei sofort und fragt bei einem geänderten Server noch einmal nach.</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Data leaving after the session saw both outside content and private data, or right after a secret was read.</source>
        <translation>Daten, die hinausgehen, nachdem die Sitzung fremde Inhalte und private Daten gesehen hat, oder gleich nachdem ein Geheimnis gelesen wurde.</translation>
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
        <source>Deny and say why…</source>
        <translation>Ablehnen, weil …</translation>
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
        <source>Descriptions and instructions that give the model orders or hide things from the person.</source>
        <translation>Beschreibungen und Anweisungen, die dem Modell Befehle geben oder dem Menschen etwas verbergen.</translation>
    </message>
    <message>
        <source>Destructive</source>
        <comment>risk class</comment>
        <translation>Zerstören</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Details of the selected call</source>
        <translation>Einzelheiten zum gewählten Aufruf</translation>
    </message>
    <message>
        <source>Different names for the same deed.</source>
        <translation>Andere Namen für dieselbe Tat.</translation>
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
        <source>Each server is started once to see its tools: reading what is not private is allowed, small writes up to 30 a minute, and all else asks.</source>
        <translation>Jeder Server wird einmal gestartet, um seine Tools zu sehen: Lesen ist erlaubt, soweit es nicht privat ist, kleine Schreibzugriffe bis zu 30 pro Minute; bei allem anderen werden Sie gefragt.</translation>
    </message>
    <message>
        <source>Earlier versions, the newest first</source>
        <translation>Frühere Fassungen, die neueste zuerst</translation>
    </message>
    <message>
        <source>Encrypted or paraphrased secrets.</source>
        <translation>Verschlüsselte oder umschriebene Geheimnisse.</translation>
    </message>
    <message>
        <source>Ends</source>
        <comment>column</comment>
        <translation>Endet</translation>
    </message>
    <message>
        <source>Errors, and a reminder while Callgate is paused</source>
        <translation>Fehler, und eine Erinnerung, solange Callgate pausiert</translation>
    </message>
    <message>
        <source>Esc denies · {keys} allows once</source>
        <translation>Esc lehnt ab · {keys} erlaubt einmal</translation>
    </message>
    <message>
        <source>Every call is refused: {why}</source>
        <translation>Jeder Aufruf wird abgelehnt: {why}</translation>
    </message>
    <message>
        <source>Every call of</source>
        <translation>Jeder Aufruf von</translation>
    </message>
    <message>
        <source>Every client</source>
        <translation>Jeder Client</translation>
    </message>
    <message>
        <source>Every request of the kind</source>
        <translation>Jede Anfrage der Art</translation>
    </message>
    <message>
        <source>Every save keeps the version before. The first one will stand here.</source>
        <translation>Jedes Speichern behält die Fassung davor. Die erste wird hier stehen.</translation>
    </message>
    <message>
        <source>Every tool</source>
        <translation>Jedes Tool</translation>
    </message>
    <message>
        <source>Every tool call asks you first, and an answer that lasts becomes a rule.</source>
        <translation>Bei jedem Tool-Aufruf werden Sie zuerst gefragt, und eine Antwort, die länger gilt, wird zur Regel.</translation>
    </message>
    <message>
        <source>Every tool call passes the policy in one file of yours. Nothing is sent anywhere.</source>
        <translation>Jeder Tool-Aufruf geht durch die Richtlinie in einer Datei, die Ihnen gehört. Nichts wird irgendwohin gesendet.</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Everything is locked down.</source>
        <translation>Alles ist gesperrt.</translation>
    </message>
    <message>
        <source>Exactly these arguments</source>
        <translation>Genau diese Argumente</translation>
    </message>
    <message>
        <source>Execute</source>
        <comment>risk class</comment>
        <translation>Ausführen</translation>
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
        <source>Files under</source>
        <translation>Dateien unter</translation>
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
        <source>Financial</source>
        <comment>risk class</comment>
        <translation>Geld</translation>
    </message>
    <message>
        <source>First call of this tool.</source>
        <translation>Erster Aufruf dieses Tools.</translation>
    </message>
    <message>
        <source>First steps…</source>
        <translation>Erste Schritte …</translation>
    </message>
    <message>
        <source>Flag</source>
        <comment>a check</comment>
        <translation>Vermerken</translation>
    </message>
    <message>
        <source>Flag: let it pass and note it</source>
        <translation>Vermerken: durchlassen und notieren</translation>
    </message>
    <message>
        <source>Folders that choose this profile, one a line</source>
        <translation>Ordner, die dieses Profil wählen, einer pro Zeile</translation>
    </message>
    <message>
        <source>For</source>
        <comment>column: the arguments that a grant is for</comment>
        <translation>Für</translation>
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
        <source>Forms that ask for passwords, cards or codes; pages on http, raw addresses or look-alike hosts.</source>
        <translation>Formulare, die nach Passwörtern, Karten oder Codes fragen; Seiten über http, mit bloßen Adressen oder ähnlich aussehenden Hostnamen.</translation>
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
        <source>Grants</source>
        <translation>Erlaubnisse</translation>
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
        <source>Hidden from the client:</source>
        <translation>Dem Client verborgen:</translation>
    </message>
    <message>
        <source>Hidden tools</source>
        <translation>Verborgene Tools</translation>
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
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>How servers start cannot be noted: {why}</source>
        <translation>Wie Server starten, kann nicht festgehalten werden: {why}</translation>
    </message>
    <message>
        <source>However much it is</source>
        <translation>Egal wie viel es ist</translation>
    </message>
    <message>
        <source>In force while work is in these folders, one a line; without any, when it is chosen:</source>
        <translation>In Kraft, solange in diesen Ordnern gearbeitet wird, einer pro Zeile; ohne Ordner, wenn es gewählt ist:</translation>
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
        <source>Install Claude Desktop and add a server: Settings, Developer, Edit Config makes the file.</source>
        <translation>Installieren Sie Claude Desktop und fügen Sie einen Server hinzu: „Settings“, „Developer“, „Edit Config“ legt die Datei an.</translation>
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
        <source>Invisible characters and terminal codes.</source>
        <translation>Unsichtbare Zeichen und Steuerzeichen für Terminals.</translation>
    </message>
    <message numerus="yes">
        <source>It also answers %n other call(s) waiting now.</source>
        <translation>
            <numerusform>Das beantwortet auch %n weiteren Aufruf, der jetzt wartet.</numerusform>
            <numerusform>Das beantwortet auch %n weitere Aufrufe, die jetzt warten.</numerusform>
        </translation>
    </message>
    <message>
        <source>It also says {keys}: see the text.</source>
        <translation>Außerdem steht dort {keys}: siehe Text.</translation>
    </message>
    <message>
        <source>It ended without a word.</source>
        <translation>Er endete ohne ein Wort.</translation>
    </message>
    <message>
        <source>It holds from the next call on. The note of the grant is shown on hover.</source>
        <translation>Gilt ab dem nächsten Aufruf. Die Notiz der Erlaubnis erscheint unter dem Mauszeiger.</translation>
    </message>
    <message>
        <source>It holds while the profile is in force.</source>
        <translation>Sie gilt, solange das Profil in Kraft ist.</translation>
    </message>
    <message numerus="yes">
        <source>It is about %n tool(s), none that comes later.</source>
        <translation>
            <numerusform>Es geht um %n Tool, um keines, das später kommt.</numerusform>
            <numerusform>Es geht um %n Tools, um keines, das später kommt.</numerusform>
        </translation>
    </message>
    <message>
        <source>It is not started by a command that can be read here.</source>
        <translation>Er wird nicht durch einen Befehl gestartet, der hier lesbar ist.</translation>
    </message>
    <message>
        <source>It says the same as policy.json.</source>
        <translation>Sie sagt dasselbe wie policy.json.</translation>
    </message>
    <message>
        <source>It would have no effect: with the profile “{profile}”, {rule} still asks about it.</source>
        <translation>Es hätte keine Wirkung: Mit dem Profil „{profile}“ fragt {rule} weiter danach.</translation>
    </message>
    <message>
        <source>It would have no effect: with the profile “{profile}”, {rule} still hides it.</source>
        <translation>Es hätte keine Wirkung: Mit dem Profil „{profile}“ verbirgt {rule} es weiter.</translation>
    </message>
    <message>
        <source>It would have no effect: with the profile “{profile}”, {rule} still refuses it.</source>
        <translation>Es hätte keine Wirkung: Mit dem Profil „{profile}“ lehnt {rule} es weiter ab.</translation>
    </message>
    <message>
        <source>Its file cannot be used.</source>
        <translation>Seine Datei kann nicht benutzt werden.</translation>
    </message>
    <message>
        <source>Its other tools</source>
        <translation>Die übrigen Tools</translation>
    </message>
    <message>
        <source>Its own rules: at most ask</source>
        <translation>Eigene Regeln: höchstens fragen</translation>
    </message>
    <message>
        <source>Its own rules: at most block</source>
        <translation>Eigene Regeln: höchstens blockieren</translation>
    </message>
    <message>
        <source>Its own rules: at most flag</source>
        <translation>Eigene Regeln: höchstens vermerken</translation>
    </message>
    <message>
        <source>Its own rules: at most strip</source>
        <translation>Eigene Regeln: höchstens entfernen</translation>
    </message>
    <message>
        <source>Its remote servers are reached while the tray or “callgate serve” runs.</source>
        <translation>Seine entfernten Server sind erreichbar, solange Callgate im Infobereich oder „callgate serve“ läuft.</translation>
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
        <source>Kiro connects to the changed servers again by itself.</source>
        <translation>Kiro verbindet sich von selbst neu mit den geänderten Servern.</translation>
    </message>
    <message>
        <source>LM Studio starts the changed servers again by itself.</source>
        <translation>LM Studio startet die geänderten Server von selbst neu.</translation>
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
        <source>Last used</source>
        <comment>column</comment>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>Latest calls</source>
        <translation>Neueste Aufrufe</translation>
    </message>
    <message>
        <source>Leave every session of it (also those inside an editor), then try again.</source>
        <translation>Verlassen Sie jede Sitzung (auch die in einem Editor) und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Let {client} run {tool} on {server} without asking</source>
        <translation>{client} {tool} auf {server} ohne Frage aufrufen lassen</translation>
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
        <source>Line {line}, column {column}: {problem}</source>
        <translation>Zeile {line}, Spalte {column}: {problem}</translation>
    </message>
    <message>
        <source>Live calls are not touched by this.</source>
        <translation>Laufende Aufrufe betrifft das nicht.</translation>
    </message>
    <message>
        <source>Lock down</source>
        <translation>Alles sperren</translation>
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
        <source>Looking for MCP clients…</source>
        <translation>Suche nach MCP-Clients …</translation>
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
        <source>Loops whose arguments differ each time.</source>
        <translation>Schleifen, deren Argumente jedes Mal anders sind.</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Niedrig</translation>
    </message>
    <message>
        <source>Mailing lists behind one address.</source>
        <translation>Verteilerlisten hinter einer Adresse.</translation>
    </message>
    <message>
        <source>Make a rule…</source>
        <translation>Regel machen …</translation>
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
        <source>Model requests the client never offered, requests for other servers&apos; context, planted system prompts.</source>
        <translation>Modellanfragen, die der Client nie angeboten hat, Anfragen nach dem Kontext anderer Server, untergeschobene System-Prompts.</translation>
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
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name of a client</source>
        <translation>Name eines Clients</translation>
    </message>
    <message>
        <source>Name of a profile</source>
        <translation>Name eines Profils</translation>
    </message>
    <message>
        <source>Name of a server</source>
        <translation>Name eines Servers</translation>
    </message>
    <message>
        <source>Named sets of rules on top of all others, in force by hand or while work is in their folders. A profile never opens what the rules below it deny.</source>
        <translation>Benannte Regelsätze über allen anderen, in Kraft von Hand oder solange in ihren Ordnern gearbeitet wird. Ein Profil öffnet nie, was die Regeln darunter ablehnen.</translation>
    </message>
    <message>
        <source>Negative amounts, and calls without the amount that the policy caps.</source>
        <translation>Negative Beträge, und Aufrufe ohne den Betrag, den die Richtlinie begrenzt.</translation>
    </message>
    <message>
        <source>New and not guarded: {servers}.</source>
        <translation>Neu und nicht geschützt: {servers}.</translation>
    </message>
    <message>
        <source>New in a client&apos;s file</source>
        <translation>Neu in der Datei eines Clients</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message numerus="yes">
        <source>Next: protect %n server(s)</source>
        <translation>
            <numerusform>Weiter: %n Server schützen</numerusform>
            <numerusform>Weiter: %n Server schützen</numerusform>
        </translation>
    </message>
    <message>
        <source>No MCP client was found on this computer yet.</source>
        <translation>Auf diesem Computer wurde noch kein MCP-Client gefunden.</translation>
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
        <source>No grant stands. What you allow for a time or always, in the window or the menu, is listed here.</source>
        <translation>Es gilt keine Erlaubnis. Was Sie auf Zeit oder immer erlauben, im Fenster oder im Menü, steht hier.</translation>
    </message>
    <message>
        <source>No program opens JSON files here. The policy is {file}.</source>
        <translation>Kein Programm öffnet hier JSON-Dateien. Die Richtlinie ist {file}.</translation>
    </message>
    <message>
        <source>No rule names a server&apos;s start.</source>
        <translation>Keine Regel nennt den Start eines Servers.</translation>
    </message>
    <message>
        <source>No rule names this tool, so the default decides.</source>
        <translation>Keine Regel nennt dieses Tool, also entscheidet die Vorgabe.</translation>
    </message>
    <message>
        <source>No server guarded yet</source>
        <translation>Noch kein Server geschützt</translation>
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
        <source>No servers yet.</source>
        <translation>Noch keine Server.</translation>
    </message>
    <message>
        <source>No tools seen yet: use it once in your client</source>
        <translation>Noch keine Tools gesehen: einmal im Client benutzen</translation>
    </message>
    <message>
        <source>None</source>
        <comment>of the profiles</comment>
        <translation>Keines</translation>
    </message>
    <message>
        <source>Not asked before.</source>
        <translation>Bisher nicht gefragt.</translation>
    </message>
    <message>
        <source>Not covered</source>
        <translation>Nicht erfasst</translation>
    </message>
    <message>
        <source>Not forwarded.</source>
        <translation>Nicht weitergegeben.</translation>
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
        <source>Not named here</source>
        <translation>Hier nicht genannt</translation>
    </message>
    <message>
        <source>Not protected</source>
        <translation>Nicht geschützt</translation>
    </message>
    <message>
        <source>Not saved yet.</source>
        <translation>Noch nicht gespeichert.</translation>
    </message>
    <message>
        <source>Not set up</source>
        <translation>Nicht eingerichtet</translation>
    </message>
    <message>
        <source>Not started.</source>
        <translation>Nicht gestartet.</translation>
    </message>
    <message>
        <source>Nothing has changed. There is nothing to accept.</source>
        <translation>Nichts hat sich geändert. Es gibt nichts anzunehmen.</translation>
    </message>
    <message>
        <source>Nothing is said of it here.</source>
        <translation>Hier ist nichts dazu gesagt.</translation>
    </message>
    <message>
        <source>Nothing is written to policy.json. Callgate itself says yes to these calls until {client} ends this connection to {server}; when Callgate quits, it ends too.</source>
        <translation>In policy.json wird nichts geschrieben. Callgate selbst sagt Ja zu diesen Aufrufen, bis {client} diese Verbindung zu {server} beendet; endet Callgate, endet auch das.</translation>
    </message>
    <message>
        <source>Nothing was changed here.</source>
        <translation>Hier wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Nothing was protected</source>
        <translation>Nichts wurde geschützt</translation>
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
        <source>Now: {setting}.</source>
        <translation>Jetzt: {setting}.</translation>
    </message>
    <message>
        <source>Number of calls</source>
        <translation>Zahl der Aufrufe</translation>
    </message>
    <message numerus="yes">
        <source>Of the last %n call(s), {many} would have passed without a question, {unknown} cannot be told.</source>
        <translation>
            <numerusform>Vom letzten %n Aufruf wären ohne Frage durchgegangen: {many}; nicht zu sagen: {unknown}.</numerusform>
            <numerusform>Von den letzten %n Aufrufen wären ohne Frage durchgegangen: {many}; nicht zu sagen: {unknown}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of the last %n call(s), {many} would have passed without a question.</source>
        <translation>
            <numerusform>Vom letzten %n Aufruf wären ohne Frage durchgegangen: {many}.</numerusform>
            <numerusform>Von den letzten %n Aufrufen wären ohne Frage durchgegangen: {many}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of the last {calls}, %n would be treated otherwise.</source>
        <translation>
            <numerusform>{calls} nachgespielt: %n würde anders behandelt.</numerusform>
            <numerusform>{calls} nachgespielt: %n würden anders behandelt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of the last {calls}, %n would be treated otherwise; {unknown} cannot be told: the log masks what they hold.</source>
        <translation>
            <numerusform>{calls} nachgespielt: %n würde anders behandelt; nicht zu beurteilen: {unknown}, denn das Protokoll maskiert den Inhalt.</numerusform>
            <numerusform>{calls} nachgespielt: %n würden anders behandelt; nicht zu beurteilen: {unknown}, denn das Protokoll maskiert den Inhalt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Off</source>
        <comment>a check</comment>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Old days stay in the log: {why}</source>
        <translation>Alte Tage bleiben im Protokoll: {why}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
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
        <source>Options, shell syntax and header lines in arguments that are meant to be plain values.</source>
        <translation>Optionen, Shell-Syntax und Kopfzeilen in Argumenten, die einfache Werte sein sollen.</translation>
    </message>
    <message>
        <source>Orders that read like documentation.</source>
        <translation>Befehle, die sich wie Dokumentation lesen.</translation>
    </message>
    <message>
        <source>Orders to the model, beacons and links to local files in results.</source>
        <translation>Befehle an das Modell, Zählpixel und Links auf lokale Dateien in Ergebnissen.</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>Part of the policy</source>
        <translation>Teil der Richtlinie</translation>
    </message>
    <message>
        <source>Parts of the policy</source>
        <translation>Teile der Richtlinie</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausieren</translation>
    </message>
    <message>
        <source>Persuasion that gives no order.</source>
        <translation>Überredung, die keinen Befehl gibt.</translation>
    </message>
    <message>
        <source>Pins</source>
        <translation>Festgehalten</translation>
    </message>
    <message>
        <source>Played under the profile “{name}”: the log does not tell which one was in force.</source>
        <translation>Mit dem Profil „{name}“ nachgespielt: Das Protokoll sagt nicht, welches in Kraft war.</translation>
    </message>
    <message>
        <source>Played without a profile: the log does not tell which one was in force.</source>
        <translation>Ohne Profil nachgespielt: Das Protokoll sagt nicht, welches in Kraft war.</translation>
    </message>
    <message>
        <source>Policy – the file has a problem</source>
        <translation>Richtlinie – die Datei hat ein Problem</translation>
    </message>
    <message>
        <source>Policy, log and state are in</source>
        <translation>Richtlinie, Protokoll und Zustand liegen in</translation>
    </message>
    <message>
        <source>Policy…</source>
        <translation>Richtlinie …</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>Einstellungen …</translation>
    </message>
    <message>
        <source>Press Refresh in its list of MCP servers.</source>
        <translation>Klicken Sie in der Liste der MCP-Server auf „Refresh“.</translation>
    </message>
    <message>
        <source>Prices that only the server knows.</source>
        <translation>Preise, die nur der Server kennt.</translation>
    </message>
    <message>
        <source>Profile: by folder</source>
        <translation>Profil: nach Ordner</translation>
    </message>
    <message>
        <source>Profile: none</source>
        <translation>Profil: keines</translation>
    </message>
    <message>
        <source>Profile: {name}</source>
        <translation>Profil: {name}</translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation>Profile</translation>
    </message>
    <message>
        <source>Protect</source>
        <translation>Schützen</translation>
    </message>
    <message numerus="yes">
        <source>Protect %n server(s)</source>
        <translation>
            <numerusform>%n Server schützen</numerusform>
            <numerusform>%n Server schützen</numerusform>
        </translation>
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
        <source>Protect {server} in {client}</source>
        <translation>{server} in {client} schützen</translation>
    </message>
    <message>
        <source>Protected</source>
        <translation>Geschützt</translation>
    </message>
    <message>
        <source>Protected already</source>
        <translation>Schon geschützt</translation>
    </message>
    <message>
        <source>Protect…</source>
        <translation>Schützen …</translation>
    </message>
    <message>
        <source>Protect… puts the guard back.</source>
        <translation>„Schützen …“ stellt den Schutz wieder her.</translation>
    </message>
    <message>
        <source>Put the guard back in {client}…</source>
        <translation>Schutz in {client} wiederherstellen …</translation>
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
        <source>Quit Callgate</source>
        <translation>Callgate beenden</translation>
    </message>
    <message>
        <source>Quit it from its icon in the tray or menu bar (closing the window is not enough), then try again.</source>
        <translation>Beenden Sie das Programm über sein Symbol oder die Menüleiste (das Fenster zu schließen genügt nicht) und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Read</source>
        <comment>risk class</comment>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>Read it anew</source>
        <translation>Neu lesen</translation>
    </message>
    <message>
        <source>Reading the log…</source>
        <translation>Das Protokoll wird gelesen …</translation>
    </message>
    <message>
        <source>Reason for a refusal</source>
        <translation>Grund einer Ablehnung</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Refused after your yes: {tool} on {server} for {client}. Its limit could not be counted.</source>
        <translation>Nach Ihrem Ja abgelehnt: {tool} auf {server} für {client}. Die Grenze konnte nicht gezählt werden.</translation>
    </message>
    <message>
        <source>Refused after your yes: {tool} on {server} for {client}. Its limit was used up meanwhile.</source>
        <translation>Nach Ihrem Ja abgelehnt: {tool} auf {server} für {client}. Die Grenze war inzwischen ausgeschöpft.</translation>
    </message>
    <message>
        <source>Refused {refused}, last {ago}</source>
        <translation>{refused} abgelehnt, zuletzt {ago}</translation>
    </message>
    <message>
        <source>Refused: {why}</source>
        <translation>Abgelehnt: {why}</translation>
    </message>
    <message>
        <source>Remote servers cannot be reached: {why}</source>
        <translation>Entfernte Server sind nicht erreichbar: {why}</translation>
    </message>
    <message>
        <source>Remove all of it</source>
        <translation>Alles davon entfernen</translation>
    </message>
    <message>
        <source>Remove the rule</source>
        <translation>Regel entfernen</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Requests for what the client never offered, and answers to questions nobody asked.</source>
        <translation>Anfragen nach etwas, das der Client nie angeboten hat, und Antworten auf Fragen, die niemand gestellt hat.</translation>
    </message>
    <message>
        <source>Reset to defaults</source>
        <translation>Auf Vorgaben zurücksetzen</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>Risk</source>
        <translation>Risiko</translation>
    </message>
    <message>
        <source>Risk class</source>
        <translation>Risikoklasse</translation>
    </message>
    <message>
        <source>Risk class (shown only, decides nothing)</source>
        <translation>Risikoklasse (nur Anzeige, entscheidet nichts)</translation>
    </message>
    <message>
        <source>Risk: {because}</source>
        <translation>Risiko: {because}</translation>
    </message>
    <message>
        <source>Risk: {level}</source>
        <translation>Risiko: {level}</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Rules for one client, more specific than those of its servers: what Cursor may do and another may not.</source>
        <translation>Regeln für einen Client, genauer als die seiner Server: was Cursor darf und ein anderer nicht.</translation>
    </message>
    <message>
        <source>Rules for the tools of one server, more specific than those for everything. Servers that were seen stand here with their tools, whether they have rules or not.</source>
        <translation>Regeln für die Tools eines Servers, genauer als die für alles. Server, die schon gesehen wurden, stehen hier mit ihren Tools, ob sie Regeln haben oder nicht.</translation>
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
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Saved: this is in force.</source>
        <translation>Gespeichert: Das ist in Kraft.</translation>
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
        <source>Secrets without a known shape.</source>
        <translation>Geheimnisse ohne bekannte Form.</translation>
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
        <source>Select a call to see its arguments and the rule that decided it.</source>
        <translation>Wählen Sie einen Aufruf, um seine Argumente und die Regel zu sehen, die entschieden hat.</translation>
    </message>
    <message>
        <source>Sending to very many recipients, or deleting very many things, at once.</source>
        <translation>Das Senden an sehr viele Empfänger oder das Löschen sehr vieler Dinge auf einmal.</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Server says</source>
        <translation>Server sagt</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Servers that never asked for the folders, and links made after the call was judged.</source>
        <translation>Server, die nie nach den Ordnern gefragt haben, und Links, die nach dem Urteil entstanden sind.</translation>
    </message>
    <message>
        <source>Servers whose beginning was not seen.</source>
        <translation>Server, deren Anfang nicht gesehen wurde.</translation>
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
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>Several rules of its own: they are changed in the text.</source>
        <translation>Mehrere eigene Regeln: Sie werden im Text geändert.</translation>
    </message>
    <message>
        <source>Show in the text</source>
        <translation>Im Text zeigen</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>Seine Aufrufe zeigen</translation>
    </message>
    <message>
        <source>Show the exact change</source>
        <translation>Genaue Änderung zeigen</translation>
    </message>
    <message>
        <source>Since</source>
        <comment>column</comment>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Since you protected it</source>
        <translation>Seit Sie es geschützt haben</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Something went wrong inside Callgate: {error}. Nothing was allowed by it.</source>
        <translation>In Callgate ist etwas schiefgegangen: {error}. Erlaubt wurde dadurch nichts.</translation>
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
        <source>Start Claude Desktop again: it reads the file only when it starts.</source>
        <translation>Starten Sie Claude Desktop neu: Es liest die Datei nur beim Start.</translation>
    </message>
    <message>
        <source>Start Goose again.</source>
        <translation>Starten Sie Goose neu.</translation>
    </message>
    <message>
        <source>Start by {client}</source>
        <translation>Start durch {client}</translation>
    </message>
    <message>
        <source>Start your client again</source>
        <translation>Starten Sie Ihren Client neu</translation>
    </message>
    <message>
        <source>Started.</source>
        <translation>Gestartet.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Statements that write under a read-only rule, and deletes or updates without a condition.</source>
        <translation>Anweisungen, die trotz Nur-Lese-Regel schreiben, und DELETE oder UPDATE ohne Bedingung.</translation>
    </message>
    <message>
        <source>Stop waiting</source>
        <translation>Nicht mehr warten</translation>
    </message>
    <message>
        <source>Stops: {what}</source>
        <translation>Stoppt: {what}</translation>
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
        <source>Switched off in the client</source>
        <translation>Im Client ausgeschaltet</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Take it all back at any time: Protect… in the tray&apos;s menu, then “Give all back…”. The files are as they were.</source>
        <translation>Sie können jederzeit alles zurücknehmen: „Schützen …“ im Menü des Symbols, dann „Alle zurückgeben …“. Die Dateien sind dann wie zuvor.</translation>
    </message>
    <message>
        <source>Take the folders</source>
        <translation>Ordner übernehmen</translation>
    </message>
    <message>
        <source>Takes effect when Callgate starts again.</source>
        <translation>Gilt, sobald Callgate neu startet.</translation>
    </message>
    <message>
        <source>Text that only the server&apos;s own template turns into code.</source>
        <translation>Text, den erst die Vorlage des Servers zu Code macht.</translation>
    </message>
    <message>
        <source>The attacks that it meets, and its rules, one by one; refusals name the same place.</source>
        <translation>Die Angriffe, denen sie begegnet, und ihre Regeln, eine nach der anderen; Ablehnungen nennen dieselbe Stelle.</translation>
    </message>
    <message>
        <source>The call came again, and its limit cannot be counted: it was refused.</source>
        <translation>Der Aufruf kam noch einmal, und seine Grenze kann nicht gezählt werden: Er wurde abgelehnt.</translation>
    </message>
    <message>
        <source>The call came again, and its limit is used up: it was refused.</source>
        <translation>Der Aufruf kam noch einmal, und seine Grenze ist ausgeschöpft: Er wurde abgelehnt.</translation>
    </message>
    <message>
        <source>The call is refused, and the agent reads this with the refusal.</source>
        <translation>Der Aufruf wird abgelehnt, und der Agent liest dies dazu.</translation>
    </message>
    <message>
        <source>The call was allowed this once, but the rule was not kept. {why}</source>
        <translation>Der Aufruf wurde dieses eine Mal erlaubt, aber die Regel wurde nicht behalten. {why}</translation>
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
        <source>The client cannot read such a file either, or reads it differently. Correct it, then try again.</source>
        <translation>Auch der Client kann eine solche Datei nicht lesen, oder er liest sie anders. Berichtigen Sie sie und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The client gave up: the server was not started. It waits under Review in the menu.</source>
        <translation>Der Client hat aufgegeben: Der Server wurde nicht gestartet. Er wartet unter „Ansehen“ im Menü.</translation>
    </message>
    <message>
        <source>The client gets a prompt.</source>
        <translation>Der Client holt einen Prompt.</translation>
    </message>
    <message>
        <source>The client has an argument completed.</source>
        <translation>Der Client lässt ein Argument vervollständigen.</translation>
    </message>
    <message>
        <source>The client reads a resource.</source>
        <translation>Der Client liest eine Ressource.</translation>
    </message>
    <message>
        <source>The client took the call back.</source>
        <translation>Der Client hat den Aufruf zurückgezogen.</translation>
    </message>
    <message>
        <source>The client&apos;s built-in tools, and what a server sends by itself.</source>
        <translation>Die eingebauten Tools des Clients, und was ein Server von sich aus sendet.</translation>
    </message>
    <message>
        <source>The clients&apos; configurations cannot be read: {why}</source>
        <translation>Die Konfigurationen der Clients können nicht gelesen werden: {why}</translation>
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
        <source>The form appears when the text is a policy.</source>
        <translation>Das Formular erscheint, wenn der Text eine Richtlinie ist.</translation>
    </message>
    <message>
        <source>The guard was taken off {servers}.</source>
        <translation>Der Schutz wurde entfernt von {servers}.</translation>
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
        <source>The last call would have passed without a question.</source>
        <translation>Der letzte Aufruf wäre ohne Frage durchgegangen.</translation>
    </message>
    <message>
        <source>The last call would not have passed without a question.</source>
        <translation>Der letzte Aufruf wäre nicht ohne Frage durchgegangen.</translation>
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
        <source>The next session of Claude Code uses it. A project&apos;s server that changed is asked about there again.</source>
        <translation>Die nächste Sitzung von Claude Code benutzt sie. Nach einem geänderten Server eines Projekts wird dort noch einmal gefragt.</translation>
    </message>
    <message>
        <source>The next session of Codex uses it.</source>
        <translation>Die nächste Sitzung von Codex benutzt sie.</translation>
    </message>
    <message>
        <source>The next session of Copilot CLI uses it.</source>
        <translation>Die nächste Sitzung von Copilot CLI benutzt sie.</translation>
    </message>
    <message>
        <source>The next session of Crush uses it.</source>
        <translation>Die nächste Sitzung von Crush benutzt sie.</translation>
    </message>
    <message>
        <source>The next session of opencode uses it.</source>
        <translation>Die nächste Sitzung von opencode benutzt sie.</translation>
    </message>
    <message>
        <source>The next session uses it; in a running one: /mcp reload.</source>
        <translation>Die nächste Sitzung benutzt sie; in einer laufenden: /mcp reload.</translation>
    </message>
    <message>
        <source>The next thread of Amp uses it.</source>
        <translation>Der nächste Thread von Amp benutzt sie.</translation>
    </message>
    <message>
        <source>The path of Callgate&apos;s socket is {size} bytes long and {most} fit: {path}</source>
        <translation>Der Pfad von Callgates Socket ist {size} Bytes lang, {most} passen: {path}</translation>
    </message>
    <message>
        <source>The pins cannot be read, so every call is asked about: {why}</source>
        <translation>Was angenommen wurde, kann nicht gelesen werden, daher wird nach jedem Aufruf gefragt: {why}</translation>
    </message>
    <message>
        <source>The policy allows more</source>
        <translation>Die Richtlinie erlaubt mehr</translation>
    </message>
    <message>
        <source>The policy changed and now decides this call.</source>
        <translation>Die Richtlinie wurde geändert und entscheidet jetzt über diesen Aufruf.</translation>
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
        <source>The profile “{profile}” still asks about it ({rule}), so it is written into the profile.</source>
        <translation>Das Profil „{profile}“ fragt weiter danach ({rule}), daher kommt die Regel in das Profil.</translation>
    </message>
    <message>
        <source>The profile “{profile}” still hides it ({rule}), so it is written into the profile.</source>
        <translation>Das Profil „{profile}“ verbirgt es weiter ({rule}), daher kommt die Regel in das Profil.</translation>
    </message>
    <message>
        <source>The profile “{profile}” still refuses it ({rule}), so it is written into the profile.</source>
        <translation>Das Profil „{profile}“ lehnt es weiter ab ({rule}), daher kommt die Regel in das Profil.</translation>
    </message>
    <message>
        <source>The prompt “{name}”</source>
        <translation>Der Prompt „{name}“</translation>
    </message>
    <message>
        <source>The rule in policy.json, and what the policy says of this call now (Enter)</source>
        <translation>Die Regel in policy.json und was die Richtlinie jetzt zu diesem Aufruf sagt (Eingabe)</translation>
    </message>
    <message>
        <source>The rule was not taken back. {why}</source>
        <translation>Die Regel wurde nicht zurückgenommen. {why}</translation>
    </message>
    <message>
        <source>The same changing call repeated, and two calls that alternate without end.</source>
        <translation>Denselben ändernden Aufruf in Wiederholung, und zwei Aufrufe, die sich endlos abwechseln.</translation>
    </message>
    <message>
        <source>The same server is protected in {client}.</source>
        <translation>Derselbe Server ist in {client} geschützt.</translation>
    </message>
    <message>
        <source>The server answered with an error.</source>
        <translation>Der Server antwortete mit einem Fehler.</translation>
    </message>
    <message>
        <source>The server answered.</source>
        <translation>Der Server antwortete.</translation>
    </message>
    <message>
        <source>The server asks the client&apos;s model.</source>
        <translation>Der Server fragt das Modell des Clients.</translation>
    </message>
    <message>
        <source>The server asks the person for something.</source>
        <translation>Der Server fragt den Menschen nach etwas.</translation>
    </message>
    <message>
        <source>The server went away before it answered.</source>
        <translation>Der Server endete, bevor er antwortete.</translation>
    </message>
    <message>
        <source>The start by {client}</source>
        <translation>Der Start durch {client}</translation>
    </message>
    <message>
        <source>The time is over: the call was refused. The client may call again.</source>
        <translation>Die Zeit ist um: Der Aufruf wurde abgelehnt. Der Client darf noch einmal aufrufen.</translation>
    </message>
    <message>
        <source>The time is over: the server was not started. It waits under Review in the menu.</source>
        <translation>Die Zeit ist um: Der Server wurde nicht gestartet. Er wartet unter „Ansehen“ im Menü.</translation>
    </message>
    <message>
        <source>The tool “{name}”</source>
        <translation>Das Tool „{name}“</translation>
    </message>
    <message>
        <source>The tools seen so far cannot be read: {why}</source>
        <translation>Die bisher gesehenen Tools können nicht gelesen werden: {why}</translation>
    </message>
    <message>
        <source>The tray cannot open its socket in {path}: {why}.</source>
        <translation>Callgate kann seinen Socket in {path} nicht öffnen: {why}.</translation>
    </message>
    <message>
        <source>The way back</source>
        <translation>Der Weg zurück</translation>
    </message>
    <message>
        <source>The {n} tools here that only read:</source>
        <translation>Die {n} Tools hier, die nur lesen:</translation>
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
        <source>There are changes on the Rules page that are not saved. Save or undo them first.</source>
        <translation>Auf der Seite „Regeln“ gibt es Änderungen, die nicht gespeichert sind. Speichern oder verwerfen Sie sie zuerst.</translation>
    </message>
    <message>
        <source>There are no calls yet.</source>
        <translation>Es gibt noch keine Aufrufe.</translation>
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
        <source>There is no {file} yet. Guard a server with Protect…: that makes one.</source>
        <translation>{file} gibt es noch nicht. Schützen Sie einen Server mit „Schützen …“: Dabei entsteht sie.</translation>
    </message>
    <message>
        <source>There is no {path} any more.</source>
        <translation>{path} gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>This is what will be written to policy.json:</source>
        <translation>Das wird in policy.json geschrieben:</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Verbleibende Zeit</translation>
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
        <source>Tools</source>
        <translation>Tools</translation>
    </message>
    <message>
        <source>Tools by risk</source>
        <translation>Tools nach Risiko</translation>
    </message>
    <message>
        <source>Tools that hand out whole environments or stored credentials; credentials in results.</source>
        <translation>Tools, die ganze Umgebungen oder gespeicherte Zugangsdaten herausgeben; Zugangsdaten in Ergebnissen.</translation>
    </message>
    <message>
        <source>Tools that no rule here names:</source>
        <translation>Tools, die hier keine Regel nennt:</translation>
    </message>
    <message>
        <source>Tools, prompts and instructions that changed since they were accepted.</source>
        <translation>Tools, Prompts und Anweisungen, die sich geändert haben, seit sie angenommen wurden.</translation>
    </message>
    <message>
        <source>Try on the last 1,000 calls</source>
        <translation>An den letzten 1.000 Aufrufen erproben</translation>
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
        <source>Undo my changes</source>
        <translation>Änderungen verwerfen</translation>
    </message>
    <message>
        <source>Undo the change</source>
        <translation>Änderung rückgängig machen</translation>
    </message>
    <message>
        <source>Until Callgate restarts</source>
        <translation>Bis Callgate neu startet</translation>
    </message>
    <message>
        <source>Until it quits</source>
        <translation>Bis er endet</translation>
    </message>
    <message>
        <source>Until {ago}  ({when})</source>
        <translation>Bis {ago}  ({when})</translation>
    </message>
    <message>
        <source>Used</source>
        <comment>column: how often</comment>
        <translation>Benutzt</translation>
    </message>
    <message>
        <source>VS Code asks whether to trust a server that changed; start it again there.</source>
        <translation>VS Code fragt, ob einem geänderten Server zu trauen ist; starten Sie ihn dort neu.</translation>
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
        <source>Welcome to Callgate</source>
        <translation>Willkommen bei Callgate</translation>
    </message>
    <message>
        <source>What a public name resolves to, and where a server is redirected.</source>
        <translation>Worauf ein öffentlicher Name verweist, und wohin ein Server umgeleitet wird.</translation>
    </message>
    <message>
        <source>What a server opens by itself, and paths it builds from parts.</source>
        <translation>Was ein Server von sich aus öffnet, und Pfade, die er aus Teilen zusammensetzt.</translation>
    </message>
    <message>
        <source>What bringing it back would change</source>
        <translation>Was das Zurückholen ändern würde</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>Was sich geändert hat</translation>
    </message>
    <message>
        <source>What could not be done</source>
        <translation>Was nicht gelungen ist</translation>
    </message>
    <message>
        <source>What functions and views do inside the database.</source>
        <translation>Was Funktionen und Sichten in der Datenbank tun.</translation>
    </message>
    <message>
        <source>What is wrong with the text</source>
        <translation>Was am Text falsch ist</translation>
    </message>
    <message>
        <source>What it begins with</source>
        <translation>Womit es beginnt</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was sie tut</translation>
    </message>
    <message>
        <source>What limits have counted cannot be read: {why}</source>
        <translation>Was die Grenzen gezählt haben, kann nicht gelesen werden: {why}</translation>
    </message>
    <message>
        <source>What may stand here</source>
        <translation>Was hier stehen kann</translation>
    </message>
    <message>
        <source>What stands on the page that is opened.</source>
        <translation>Was auf der Seite steht, die geöffnet wird.</translation>
    </message>
    <message>
        <source>What the agent is told</source>
        <translation>Was dem Agenten gesagt wird</translation>
    </message>
    <message>
        <source>What the agent is told when it is refused</source>
        <translation>Was der Agent bei Ablehnung liest</translation>
    </message>
    <message>
        <source>What the check does</source>
        <translation>Was die Prüfung tut</translation>
    </message>
    <message>
        <source>What the model answers.</source>
        <translation>Was das Modell antwortet.</translation>
    </message>
    <message>
        <source>What the policy says, entry by entry</source>
        <translation>Was die Richtlinie sagt, Eintrag für Eintrag</translation>
    </message>
    <message>
        <source>What the servers said at first cannot be read, so risks are not known: {why}</source>
        <translation>Was die Server zuerst sagten, kann nicht gelesen werden, daher sind Risiken unbekannt: {why}</translation>
    </message>
    <message>
        <source>What waits for you</source>
        <translation>Was auf Sie wartet</translation>
    </message>
    <message>
        <source>What was confirmed of the policy cannot be written: {why}.</source>
        <translation>Was an der Richtlinie bestätigt ist, kann nicht geschrieben werden: {why}.</translation>
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
        <source>Where Callgate is</source>
        <translation>Wo Callgate ist</translation>
    </message>
    <message>
        <source>Whether the last call would have passed without a question cannot be told.</source>
        <translation>Ob der letzte Aufruf ohne Frage durchgegangen wäre, ist nicht zu sagen.</translation>
    </message>
    <message>
        <source>White text in pictures and pages.</source>
        <translation>Weißen Text in Bildern und Seiten.</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>In Arbeit …</translation>
    </message>
    <message>
        <source>Write</source>
        <comment>risk class</comment>
        <translation>Schreiben</translation>
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
        <source>Your policy.json stays as it is.</source>
        <translation>Ihre policy.json bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>Zed starts the changed servers again by itself.</source>
        <translation>Zed startet die geänderten Server von selbst neu.</translation>
    </message>
    <message>
        <source>a</source>
        <comment>so many a minute</comment>
        <translation>pro</translation>
    </message>
    <message>
        <source>a line</source>
        <translation>eine Zeile</translation>
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
        <source>allow</source>
        <comment>a verdict</comment>
        <translation>erlaubt</translation>
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
        <source>and {n} more</source>
        <translation>und {n} weitere</translation>
    </message>
    <message>
        <source>any arguments</source>
        <translation>alle Argumente</translation>
    </message>
    <message>
        <source>ask</source>
        <comment>a verdict</comment>
        <translation>gefragt</translation>
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
        <source>denied {tool} on {server}</source>
        <translation>{tool} auf {server} abgelehnt</translation>
    </message>
    <message>
        <source>deny</source>
        <comment>a verdict</comment>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>deny it</source>
        <translation>ihn ablehnen</translation>
    </message>
    <message>
        <source>drop_*, admin   (* hides all)</source>
        <translation>drop_*, admin   (* verbirgt alle)</translation>
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
        <source>en</source>
        <comment>code of the language</comment>
        <translation>de</translation>
    </message>
    <message>
        <source>ended</source>
        <comment>when a grant ends</comment>
        <translation>beendet</translation>
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
        <source>for {client}</source>
        <translation>für {client}</translation>
    </message>
    <message>
        <source>from now on</source>
        <translation>ab jetzt</translation>
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
        <source>hidden {tool} on {server}</source>
        <translation>{tool} auf {server} verborgen</translation>
    </message>
    <message>
        <source>hide</source>
        <comment>a verdict</comment>
        <translation>verborgen</translation>
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
        <source>in the text</source>
        <translation>im Text</translation>
    </message>
    <message>
        <source>in {time}</source>
        <comment>when a grant ends</comment>
        <translation>in {time}</translation>
    </message>
    <message>
        <source>invalid {tool} on {server}</source>
        <translation>{tool} auf {server} ungültig</translation>
    </message>
    <message>
        <source>it belongs to another user</source>
        <translation>es gehört einem anderen Benutzer</translation>
    </message>
    <message>
        <source>it changes things</source>
        <translation>es ändert etwas</translation>
    </message>
    <message>
        <source>it holds no object</source>
        <translation>sie enthält kein Objekt</translation>
    </message>
    <message>
        <source>it is a remote server, and this client only takes those that are started by a command</source>
        <translation>Er ist ein entfernter Server, und dieser Client nimmt nur solche, die ein Befehl startet</translation>
    </message>
    <message>
        <source>it is not UTF-8</source>
        <translation>sie ist kein UTF-8</translation>
    </message>
    <message>
        <source>it leads to a remote server through Callgate already</source>
        <translation>Er führt schon durch Callgate zu einem entfernten Server</translation>
    </message>
    <message>
        <source>it may destroy things</source>
        <translation>es kann etwas zerstören</translation>
    </message>
    <message>
        <source>it only reads</source>
        <translation>es liest nur</translation>
    </message>
    <message>
        <source>it reaches beyond this computer</source>
        <translation>es reicht über diesen Computer hinaus</translation>
    </message>
    <message>
        <source>its file is too long for settings, so what it switches on is not known.</source>
        <translation>seine Datei ist zu lang für Einstellungen; was sie einschaltet, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>its name is empty or a mark of the command line</source>
        <translation>Sein Name ist leer oder ein Zeichen der Befehlszeile</translation>
    </message>
    <message>
        <source>its own rules</source>
        <translation>eigene Regeln</translation>
    </message>
    <message>
        <source>limit</source>
        <comment>a verdict</comment>
        <translation>begrenzt</translation>
    </message>
    <message>
        <source>limit used up</source>
        <translation>Grenze ausgeschöpft</translation>
    </message>
    <message>
        <source>limited {tool} on {server}</source>
        <translation>{tool} auf {server} begrenzt</translation>
    </message>
    <message>
        <source>line {n}</source>
        <translation>Zeile {n}</translation>
    </message>
    <message>
        <source>locked down: every tool call is refused</source>
        <translation>gesperrt: Jeder Tool-Aufruf wird abgelehnt</translation>
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
        <source>never</source>
        <comment>when a grant ends</comment>
        <translation>nie</translation>
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
        <source>no limit</source>
        <translation>ohne Grenze</translation>
    </message>
    <message>
        <source>no longer in it</source>
        <translation>nicht mehr darin</translation>
    </message>
    <message>
        <source>no server is guarded yet</source>
        <translation>noch kein Server geschützt</translation>
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
        <source>not for every client</source>
        <translation>nicht für jeden Client</translation>
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
        <source>paused for {time} more: calls pass unchecked</source>
        <translation>pausiert noch {time}: Aufrufe gehen ungeprüft durch</translation>
    </message>
    <message>
        <source>paused until you resume: calls pass unchecked</source>
        <translation>pausiert, bis Sie fortsetzen: Aufrufe gehen ungeprüft durch</translation>
    </message>
    <message>
        <source>policy.json allows more, changed outside Callgate:</source>
        <translation>policy.json erlaubt mehr, außerhalb von Callgate geändert:</translation>
    </message>
    <message>
        <source>policy.json cannot be read: {why}.</source>
        <translation>policy.json kann nicht gelesen werden: {why}.</translation>
    </message>
    <message>
        <source>policy.json has a problem; the last good policy stays in force.</source>
        <translation>policy.json hat ein Problem; die letzte gute Richtlinie bleibt in Kraft.</translation>
    </message>
    <message>
        <source>policy.json has changed since it was read here; nothing was written.</source>
        <translation>policy.json hat sich geändert, seit sie hier gelesen wurde; nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>policy.json has changed since this was shown.</source>
        <translation>policy.json hat sich geändert, seit dies gezeigt wurde.</translation>
    </message>
    <message>
        <source>policy.json has characters that this editor would change: use “Open the file”.</source>
        <translation>policy.json enthält Zeichen, die dieser Editor ändern würde: Benutzen Sie „Datei öffnen“.</translation>
    </message>
    <message>
        <source>policy.json says so already.</source>
        <translation>policy.json sagt das schon.</translation>
    </message>
    <message>
        <source>policy.json was changed elsewhere. Reading it anew drops what you changed here.</source>
        <translation>policy.json wurde anderswo geändert. Neu lesen verwirft, was Sie hier geändert haben.</translation>
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
        <source>several entries have this name</source>
        <translation>Mehrere Einträge haben diesen Namen</translation>
    </message>
    <message>
        <source>since {clock}, {time}</source>
        <translation>seit {clock}, {time}</translation>
    </message>
    <message>
        <source>the start of {server}</source>
        <translation>der Start von {server}</translation>
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
        <source>until {client} quits</source>
        <translation>bis {client} endet</translation>
    </message>
    <message>
        <source>{amount} of {maximum} {last}</source>
        <translation>{amount} von {maximum} {last}</translation>
    </message>
    <message>
        <source>{arguments}, in the profile {profile}</source>
        <translation>{arguments}, im Profil {profile}</translation>
    </message>
    <message>
        <source>{calls} today, {refused} refused</source>
        <translation>Heute {calls}, {refused} abgelehnt</translation>
    </message>
    <message>
        <source>{calls}, still reading the log</source>
        <translation>{calls}, das Protokoll wird noch gelesen</translation>
    </message>
    <message>
        <source>{calls}, {refused} refused</source>
        <translation>{calls}, {refused} abgelehnt</translation>
    </message>
    <message>
        <source>{call}, told to call again</source>
        <translation>{call}, soll noch einmal aufrufen</translation>
    </message>
    <message>
        <source>{changes} of {server} · Review…</source>
        <translation>{changes} von {server} · Ansehen …</translation>
    </message>
    <message>
        <source>{changes} of {server}: look at it before it is used again.</source>
        <translation>{changes} von {server}: Sehen Sie es sich an, bevor der Server wieder benutzt wird.</translation>
    </message>
    <message>
        <source>{change} Undo or confirm it in the menu.</source>
        <translation>{change} Machen Sie es im Menü rückgängig oder bestätigen Sie es.</translation>
    </message>
    <message>
        <source>{clients} with {servers} yet.</source>
        <translation>{clients}, bisher {servers}.</translation>
    </message>
    <message numerus="yes">
        <source>{clients} with {servers}: %n can be protected.</source>
        <translation>
            <numerusform>{clients}, {servers}: %n kann geschützt werden.</numerusform>
            <numerusform>{clients}, {servers}: %n können geschützt werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>{clients}: running, and would write over the change. Quit each of them from the tray or menu bar (closing the window is not enough), then check again.</source>
        <translation>{clients}: laufen und würden die Änderung überschreiben. Beenden Sie jeden davon über sein Symbol oder die Menüleiste (das Fenster zu schließen genügt nicht) und prüfen Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>{clients}: running, and would write over the change. Quit it from the tray or menu bar (closing the window is not enough), then check again.</source>
        <translation>{clients}: läuft und würde die Änderung überschreiben. Beenden Sie das Programm über sein Symbol oder die Menüleiste (das Fenster zu schließen genügt nicht) und prüfen Sie dann noch einmal.</translation>
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
        <source>{client} is told in {time} that the server was not started</source>
        <translation>{client} erfährt in {time}, dass der Server nicht gestartet wurde</translation>
    </message>
    <message>
        <source>{client} is told to call again in {time}</source>
        <translation>{client} soll in {time} noch einmal aufrufen</translation>
    </message>
    <message>
        <source>{client} lost them again {n} times: quit it fully, put them back in Protect…, then start it.</source>
        <translation>{client} verlor den Schutz {n}-mal wieder: ganz beenden, Schutz in „Schützen …“ wiederherstellen, dann starten.</translation>
    </message>
    <message>
        <source>{client} may run the {n} tools that only read on {server} {lasting}.</source>
        <translation>{client} darf die {n} Tools, die nur lesen, auf {server} aufrufen, {lasting}.</translation>
    </message>
    <message>
        <source>{client} may run {tool} on {server} for addresses on {name} {lasting}.</source>
        <translation>{client} darf {tool} auf {server} für Adressen auf {name} aufrufen, {lasting}.</translation>
    </message>
    <message>
        <source>{client} may run {tool} on {server} for files under {name} {lasting}.</source>
        <translation>{client} darf {tool} auf {server} für Dateien unter {name} aufrufen, {lasting}.</translation>
    </message>
    <message>
        <source>{client} may run {tool} on {server} where {key} is {name} {lasting}.</source>
        <translation>{client} darf {tool} auf {server} aufrufen, wenn {key} {name} ist, {lasting}.</translation>
    </message>
    <message>
        <source>{client} may run {tool} on {server} with exactly these arguments {lasting}.</source>
        <translation>{client} darf {tool} auf {server} mit genau diesen Argumenten aufrufen, {lasting}.</translation>
    </message>
    <message>
        <source>{client} may run {tool} on {server} {lasting}.</source>
        <translation>{client} darf {tool} auf {server} aufrufen, {lasting}.</translation>
    </message>
    <message>
        <source>{client} on {server}</source>
        <translation>{client} auf {server}</translation>
    </message>
    <message>
        <source>{client} on {server} asked more than {most} times in a minute. The rest is refused for now.</source>
        <translation>{client} fragte für {server} mehr als {most}-mal in einer Minute. Der Rest wird vorerst abgelehnt.</translation>
    </message>
    <message>
        <source>{client} on {server} in session {session}</source>
        <translation>{client} auf {server} in Sitzung {session}</translation>
    </message>
    <message>
        <source>{client} only</source>
        <translation>Nur {client}</translation>
    </message>
    <message>
        <source>{client} waits for another {time} at most</source>
        <translation>{client} wartet höchstens noch {time}</translation>
    </message>
    <message>
        <source>{client} wants to run it.</source>
        <translation>{client} will es aufrufen.</translation>
    </message>
    <message>
        <source>{client} wants to run {tool} on {server}</source>
        <translation>{client} will {tool} auf {server} aufrufen</translation>
    </message>
    <message>
        <source>{client} wants to start it. Look at what changed.</source>
        <translation>{client} will ihn starten. Sehen Sie nach, was sich geändert hat.</translation>
    </message>
    <message>
        <source>{client} wants to start {server} otherwise than before</source>
        <translation>{client} will {server} anders starten als bisher</translation>
    </message>
    <message>
        <source>{client} was told to call again: your answer holds for that call</source>
        <translation>{client} soll noch einmal aufrufen: Ihre Antwort gilt für diesen Aufruf</translation>
    </message>
    <message>
        <source>{client}: answer its first question with “always allow” for the server.</source>
        <translation>{client}: Beantworten Sie die erste Frage mit „always allow“ für den Server.</translation>
    </message>
    <message>
        <source>{client}: if it asks about tools itself, choose its “always allow” for these servers.</source>
        <translation>{client}: Wenn er selbst nach Tools fragt, wählen Sie für diese Server sein „always allow“ („immer erlauben“).</translation>
    </message>
    <message>
        <source>{client}: in its settings, give each tool of these servers “Always allow”.</source>
        <translation>{client}: Geben Sie in den Einstellungen jedem Tool dieser Server „Always allow“ („Immer erlauben“).</translation>
    </message>
    <message>
        <source>{client}: switch on auto-approve for the use of MCP servers, and for these tools.</source>
        <translation>{client}: Schalten Sie „auto-approve“ für die Benutzung von MCP-Servern und für diese Tools ein.</translation>
    </message>
    <message>
        <source>{client}: when it asks to run a tool, choose “Always Allow”.</source>
        <translation>{client}: Wenn er fragt, ob ein Tool laufen darf, wählen Sie „Always Allow“ („Immer zulassen“).</translation>
    </message>
    <message>
        <source>{client}: with /permissions, allow {rules}.</source>
        <translation>{client}: Erlauben Sie mit /permissions {rules}.</translation>
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
        <source>{key} is</source>
        <translation>{key} ist</translation>
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
        <source>{line} Look at it before you start it.</source>
        <translation>{line} Sehen Sie es sich an, bevor Sie es starten.</translation>
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
    <message numerus="yes">
        <source>{name} has %n rules of its own here.</source>
        <translation>
            <numerusform>{name} hat hier %n eigene Regel.</numerusform>
            <numerusform>{name} hat hier %n eigene Regeln.</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} stands there already.</source>
        <translation>{name} steht dort schon.</translation>
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
        <source>{path} could not be written: {why}.</source>
        <translation>{path} konnte nicht geschrieben werden: {why}.</translation>
    </message>
    <message>
        <source>{place} of {waiting}</source>
        <translation>{place} von {waiting}</translation>
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
        <source>{servers} went out of the file.</source>
        <translation>Aus der Datei verschwunden: {servers}.</translation>
    </message>
    <message>
        <source>{server} changed</source>
        <translation>{server} hat sich geändert</translation>
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
        <source>{server} is not started: how it starts has changed.</source>
        <translation>{server} startet nicht: Sein Start hat sich geändert.</translation>
    </message>
    <message>
        <source>{server} would start otherwise</source>
        <translation>{server} würde anders starten</translation>
    </message>
    <message>
        <source>{server} would start otherwise again; nothing was accepted.</source>
        <translation>{server} würde schon wieder anders starten; nichts wurde angenommen.</translation>
    </message>
    <message>
        <source>{setting} until {time}</source>
        <translation>{setting} bis {time}</translation>
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
        <source>{tool} on {server}</source>
        <translation>{tool} auf {server}</translation>
    </message>
    <message>
        <source>{tool} on {server} by {client}</source>
        <translation>{tool} auf {server}, von {client}</translation>
    </message>
    <message>
        <source>{tool} on {server} for {client}</source>
        <translation>{tool} auf {server} für {client}</translation>
    </message>
    <message>
        <source>{tool} on {server} for {client} and what else only reads</source>
        <translation>{tool} auf {server} für {client} und was sonst nur liest</translation>
    </message>
    <message>
        <source>{tool} on {server} for {client}, addresses on {name}</source>
        <translation>{tool} auf {server} für {client}, Adressen auf {name}</translation>
    </message>
    <message>
        <source>{tool} on {server} for {client}, files under {name}</source>
        <translation>{tool} auf {server} für {client}, Dateien unter {name}</translation>
    </message>
    <message>
        <source>{tool} on {server} for {client}, these arguments</source>
        <translation>{tool} auf {server} für {client}, diese Argumente</translation>
    </message>
    <message>
        <source>{tool} on {server} for {client}, {key} is {name}</source>
        <translation>{tool} auf {server} für {client}, {key} ist {name}</translation>
    </message>
    <message>
        <source>{tool} on {server}: risk not known</source>
        <translation>{tool} auf {server}: Risiko unbekannt</translation>
    </message>
    <message>
        <source>{tool} on {server}: {risk} risk</source>
        <translation>{tool} auf {server}: Risiko {risk}</translation>
    </message>
    <message>
        <source>{tool}: no rule of its own</source>
        <translation>{tool}: keine eigene Regel</translation>
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
        <source>{what} for {clients}</source>
        <translation>{what} für {clients}</translation>
    </message>
    <message>
        <source>{what} for {clients} in the profile {profiles}</source>
        <translation>{what} für {clients} im Profil {profiles}</translation>
    </message>
    <message>
        <source>{what} has changed</source>
        <translation>{what} hat sich geändert</translation>
    </message>
    <message>
        <source>{what} in the profile {profiles}</source>
        <translation>{what} im Profil {profiles}</translation>
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
    <message>
        <source>{what} on {servers}</source>
        <translation>{what} auf {servers}</translation>
    </message>
    <message>
        <source>{what} on {servers} for {clients}</source>
        <translation>{what} auf {servers} für {clients}</translation>
    </message>
    <message>
        <source>{what} on {servers} for {clients} in the profile {profiles}</source>
        <translation>{what} auf {servers} für {clients} im Profil {profiles}</translation>
    </message>
    <message>
        <source>{what} on {servers} in the profile {profiles}</source>
        <translation>{what} auf {servers} im Profil {profiles}</translation>
    </message>
    <message>
        <source>{when}  {tool} on {server}: {before} → {after}  ({rule})</source>
        <translation>{when}  {tool} auf {server}: {before} → {after}  ({rule})</translation>
    </message>
    <message>
        <source>“{name}”</source>
        <translation>„{name}“</translation>
    </message>
    <message>
        <source>“{name}” asks about everything: its tools are not known.</source>
        <translation>„{name}“ fragt nach allem: Seine Tools sind nicht bekannt.</translation>
    </message>
    <message>
        <source>“{server}” is guarded in {other}, but open in {client}</source>
        <translation>„{server}“ ist in {other} geschützt, aber in {client} offen</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… und %n weiterer</numerusform>
            <numerusform>… und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>⌘Return</source>
        <translation>⌘Eingabe</translation>
    </message>
</context>
</TS>
