"""What a server asks of the client: its model, the person, the folders. Pure.

1. Only what the client offered when the two met may be asked for; where that was not seen, nothing is assumed.
2. The model is not asked for what other servers said, nor under orders to hide something from the person.
3. A form does not ask for passwords, cards or codes (the specification forbids it). A page stands on https, on a host
   with a name of its own that imitates nobody's.
"""

from __future__ import annotations

from callgate_proxy.jsonlean import as_object
from callgate_proxy.risk import fields
from callgate_proxy.risk.fields import among
from callgate_proxy.risk.finding import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE, ELICIT, ROOTS = "sampling/createMessage", "elicitation/create", "roots/list"
_OFFERS = {SAMPLE: "sampling", ELICIT: "elicitation", ROOTS: "roots"}
_CHECKS = {SAMPLE: "sampling", ELICIT: "elicitation", ROOTS: "requests"}
_SECRET = among(
    "password passwd passphrase passcode pwd secret otp totp pin cvv cvc csc ssn iban mnemonic seed token apikey "
    "credential credentials 2fa mfa cardnumber creditcard "
    "passwort kennwort geheimnummer contraseña contrasena clave senha wachtwoord lösenord hasło salasana parola "
    "пароль 密码 密碼 口令 パスワード 暗証番号 비밀번호"
)
_SECRET_PAIRS = (
    "api key", "access key", "private key", "secret key", "card number", "credit card", "debit card", "security code",
    "one time code", "one-time code", "verification code", "recovery phrase", "seed phrase", "social security",
    "account number", "routing number", "sort code", "digits on the front", "digits on the back", "on the back of your",
    "backup code", "auth code",
    "access code", "digit code", "authenticator app", "mot de passe", "code secret",
    "ssh key", "signing key", "master key",
)  # fmt: skip
_MESSAGE_WORDS = among(
    "password passphrase passcode cvv cvc otp pin ssn passwort kennwort contraseña senha пароль 密码 mnemonic"
)
_HIDING = (
    "do not tell", "don't tell", "never tell", "without telling", "do not mention", "never mention", "do not reveal",
    "hide this", "unseen", "secretly", "silently", "ignore previous", "ignore all", "ignore the", "disregard",
    "override", "bypass", "developer mode", "no restrictions", "do not ask the user", "without asking", "exfiltrate",
    "hidden instruction", "later turns", "you must call", "call the tool", "system prompt", "conversation history",
    "from now on",
)  # fmt: skip
_BRANDS = (
    "github", "gitlab", "google", "microsoft", "apple", "amazon", "paypal", "stripe", "slack", "notion", "dropbox",
    "facebook", "instagram", "linkedin", "twitter", "discord", "netflix", "adobe", "atlassian", "bitbucket", "okta",
    "anthropic", "openai", "claude", "chatgpt", "coinbase", "binance", "metamask", "chase", "wellsfargo", "docusign",
    "zoom", "salesforce", "outlook", "office365", "icloud", "gmail", "cloudflare", "vercel", "figma", "sentry",
)  # fmt: skip
_SUFFIXES = among("com org net io dev app co ai")
_CARD_DIGITS = ("13", "14", "15", "16", "19", "13,16", "13,19", "12,19", "14,16")
_LEET = str.maketrans({"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "$": "s", "@": "a"})


def look(method: str, params: dict[str, object], offered: dict[str, object] | None) -> list[Finding]:
    """What is wrong with a request of the server's. `offered`: the client's capabilities; None: they were not seen."""
    found = _undeclared(method, params, offered)
    if not found and method == SAMPLE:
        found = _sampling(params)
    elif not found and method == ELICIT:
        found = _page(params) if params.get("mode") == "url" or "url" in params else _form(params)
    return found


def _undeclared(method: str, params: dict[str, object], offered: dict[str, object] | None) -> list[Finding]:
    name = _OFFERS.get(method)
    if name is None or offered is None:
        return []
    offer = as_object(offered.get(name))
    missing = "" if offer is not None else name
    if offer and method == ELICIT:
        mode = "url" if params.get("mode") == "url" else "form"
        missing = "" if mode in offer else f"{name}.{mode}"
    elif offer == {} and params.get("mode") == "url":
        missing = f"{name}.url"
    elif offer is not None and method == SAMPLE and "tools" in params and "tools" not in offer:
        missing = f"{name}.tools"
    if not missing:
        return []
    told = f"The client never offered {missing}."
    return [Finding(_CHECKS[method], "undeclared", "method", method, told, "block")]


def _sampling(params: dict[str, object]) -> list[Finding]:
    if params.get("includeContext") == "allServers":
        told = "It asks for what all other servers said."
        return [Finding("sampling", "all-servers", "params.includeContext", "allServers", told, "block")]
    prompt = params.get("systemPrompt")
    lowered = prompt.lower() if isinstance(prompt, str) else ""
    order = next((words for words in _HIDING if words in lowered), None)
    if order is None:
        return _orders(params)
    told = "Its system prompt gives the model orders against the person."
    return [Finding("sampling", "planted-prompt", "params.systemPrompt", str(prompt), told, "block")]


def _orders(params: dict[str, object]) -> list[Finding]:
    """What the messages order the model to do against the person: they may quote it, so a person is asked."""
    from callgate_proxy.risk import words

    told = [
        hit
        for where, text in words.leaves(params.get("messages"), "params.messages")
        for hit in words.scan(text, where)
    ]
    said = "Its messages give the model orders against the person."
    return [Finding("sampling", "planted-order", one.where, one.evidence, said, "ask") for one in told[:1]]


def _form(params: dict[str, object]) -> list[Finding]:
    schema = as_object(params.get("requestedSchema")) or {}
    open_fields = list(_open_fields(schema))
    for name, field in open_fields:
        said = " ".join([*fields.words(name), *_said(field)])
        if _SECRET.intersection(said.split()) or any(pair in said for pair in _SECRET_PAIRS):
            return [_asks_secret(f"requestedSchema.{name}", said)]
        if field.get("format") == "password" or _is_card(str(field.get("pattern", ""))):
            return [_asks_secret(f"requestedSchema.{name}", str(field.get("pattern", "password")))]
    message = str(params.get("message", "")).lower()
    if open_fields and _MESSAGE_WORDS.intersection(_clean(message).split()):
        return [_asks_secret("params.message", message)]
    if open_fields and any(pair in message for pair in _SECRET_PAIRS):
        return [_asks_secret("params.message", message)]
    return []


def _open_fields(schema: dict[str, object]) -> Iterator[tuple[str, dict[str, object]]]:
    """The fields a person types something into: texts and numbers without a choice."""
    for name, told in (as_object(schema.get("properties")) or {}).items():
        field = as_object(told) or {}
        chosen = any(key in field for key in ("enum", "oneOf", "anyOf", "const"))
        counts = field.get("type") in ("number", "integer") and fields.words(name)[-1:] in (["tokens"], ["count"])
        if not chosen and not counts and field.get("type") != "boolean":
            yield name, field


def _said(field: dict[str, object]) -> list[str]:
    texts = [field.get("title"), field.get("description")]
    return [word for text in texts if isinstance(text, str) for word in _clean(text.lower()).split()]


def _clean(text: str) -> str:
    return "".join(letter if letter.isalnum() or letter == "-" else " " for letter in text)


def _is_card(pattern: str) -> bool:
    """Whether a pattern wants as many digits as a card has."""
    plain = pattern.strip("^$").replace("\\d", "[0-9]")
    return any(f"[0-9]{{{count}}}" in plain for count in _CARD_DIGITS)


def _asks_secret(where: str, evidence: str) -> Finding:
    told = "A form must not ask for passwords, cards, codes or keys."
    return Finding("elicitation", "secret-field", where, evidence, told, "block")


def _page(params: dict[str, object]) -> list[Finding]:
    address = params.get("url")
    text = address if isinstance(address, str) else ""
    scheme, _, rest = text.partition("://")
    authority = min((rest.split(mark, 1)[0] for mark in "/?#\\"), key=len)
    host = authority.rpartition("@")[2].partition(":")[0].rstrip(".").lower()
    if scheme.lower() != "https":
        return [_bad_page("not-https", text, "The page does not stand on https.", "block")]
    if "\\" in rest.partition("/")[0]:
        return [_bad_page("user-name", text, "Readers differ about the host of the address.", "block")]
    if "@" in authority:
        return [_bad_page("user-name", text, "The address carries a user name that looks like a host.", "block")]
    if host.startswith(("[", "0x")) or not host.strip(".0123456789") or host.rpartition(".")[2] == "localhost":
        return [_bad_page("no-name", text, "The page has no host name.", "block")]
    if not host.isascii() or any(label.startswith("xn--") for label in host.split(".")):
        return [_bad_page("letters", text, "The host is written with letters that may imitate others.", "ask")]
    if not {"com", "net", "org"}.isdisjoint(host.split(".")[:-2]):
        return [_bad_page("look-alike", text, f"{host} begins like another host and ends elsewhere.", "ask")]
    brand = _imitates(host)
    return [_bad_page("look-alike", text, f"{host} is not {brand}'s own host.", "ask")] if brand else []


def _bad_page(rule: str, text: str, told: str, action: str) -> Finding:
    return Finding("elicitation", rule, "params.url", text, told, action)


def _imitates(host: str) -> str:
    """Whose name the host borrows, or ""."""
    labels = host.split(".")
    own = labels[-2] if len(labels) > 1 else labels[0]
    for at, label in enumerate(labels[:-1]):
        is_own = at == len(labels) - 2
        for brand in _BRANDS:
            if label == brand and (is_own or labels[at + 1] not in _SUFFIXES or own == brand):
                continue
            parts = label.split("-")
            near = any(_near(part, brand) for part in parts)
            if label == brand or (brand in parts and own != brand) or near:
                return brand
    return ""


def _near(label: str, brand: str) -> bool:
    """Whether `label` is `brand` with one letter changed, doubled, dropped, or digits for letters."""
    if label == brand or abs(len(label) - len(brand)) > 1 or len(brand) < 5:
        return False
    if label.translate(_LEET) == brand or label.replace("rn", "m").replace("vv", "w") == brand:
        return True
    if len(label) == len(brand):
        differ = [at for at, (a, b) in enumerate(zip(label, brand, strict=True)) if a != b]
        swapped = len(differ) == 2 and differ[1] == differ[0] + 1 and sorted(label) == sorted(brand)
        return len(differ) == 1 or swapped
    longer, shorter = (label, brand) if len(label) > len(brand) else (brand, label)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
