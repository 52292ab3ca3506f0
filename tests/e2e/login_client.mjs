// The TypeScript SDK's client at a server that wants a login: `node login_client.mjs PACKAGE URL`; prints what whoami says.
// PACKAGE: the folder of @modelcontextprotocol/client (2.x) or @modelcontextprotocol/sdk (1.x). The browser is a fetch.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, url] = process.argv.slice(2);
const isFirst = JSON.parse(readFileSync(`${folder}/package.json`)).name.endsWith("/sdk");
const load = (file) => import(pathToFileURL(`${folder}/dist/${file}`));
const { Client } = await load(isFirst ? "esm/client/index.js" : "index.mjs");
const { StreamableHTTPClientTransport } = await load(isFirst ? "esm/client/streamableHttp.js" : "index.mjs");

const kept = {};
let came;
const provider = {
  redirectUrl: "http://127.0.0.1:33418/callback?from=browser",
  clientMetadata: {
    client_name: "test",
    redirect_uris: ["http://127.0.0.1:33418/callback?from=browser"],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: "client_secret_post",
  },
  state: () => "a state/with=signs",
  clientInformation: () => kept.client,
  saveClientInformation: (client) => (kept.client = client),
  tokens: () => kept.tokens,
  saveTokens: (tokens) => (kept.tokens = tokens),
  codeVerifier: () => kept.verifier,
  saveCodeVerifier: (verifier) => (kept.verifier = verifier),
  discoveryState: () => kept.discovery,
  saveDiscoveryState: (state) => (kept.discovery = state),
  redirectToAuthorization: async (page) => {
    let to = String(page);
    while (!to.startsWith(provider.redirectUrl)) {
      const answer = await fetch(to, { redirect: "manual" });
      if (!answer.headers.get("location")) throw new Error(`${answer.status} ${await answer.text()}`);
      to = new URL(answer.headers.get("location"), to).href;
    }
    came = new URL(to).searchParams;
  },
};

const open = () => new StreamableHTTPClientTransport(new URL(url), { authProvider: provider });
const client = () => new Client({ name: "test", version: "1" });
const first = open();
try {
  await client().connect(first);
} catch (error) {
  if (!came) throw error;
}
if (came.get("state") !== provider.state()) throw new Error(`another state: ${came}`);
await first.finishAuth(isFirst ? came.get("code") : came);
const session = client();
await session.connect(open());
const { content } = await session.callTool({ name: "whoami", arguments: {} });
console.log(content[0].text);
await session.close();
