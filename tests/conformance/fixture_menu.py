"""What the conformance fixture has to offer: tools, resources and prompts, by the names the suite asks for."""

from __future__ import annotations

from messages import Json

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/q842iQAAAABJRU5ErkJggg=="
SILENCE = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA="

TEXT = {"type": "text", "text": "This is a simple text response for testing."}
IMAGE = {"type": "image", "data": PIXEL, "mimeType": "image/png"}
AUDIO = {"type": "audio", "data": SILENCE, "mimeType": "audio/wav"}


def embedded(uri: str, text: str, kind: str = "text/plain") -> Json:
    """A content block that holds a resource."""
    return {"type": "resource", "resource": {"uri": uri, "mimeType": kind, "text": text}}


# Tools that answer always the same.
PLAIN: dict[str, list[Json]] = {
    "test_simple_text": [TEXT],
    "test_image_content": [IMAGE],
    "test_audio_content": [AUDIO],
    "test_embedded_resource": [embedded("test://embedded-resource", "This is an embedded resource content.")],
    "test_multiple_content_types": [
        {"type": "text", "text": "Multiple content types test:"},
        IMAGE,
        embedded("test://mixed-content-resource", '{"test": "data", "value": 123}', "application/json"),
    ],
    "json_schema_2020_12_tool": [{"type": "text", "text": "JSON Schema 2020-12"}],
    "test_missing_capability": [{"type": "text", "text": "sampling is there"}],
}

NO_ARGUMENTS: Json = {"type": "object", "properties": {}}
SCHEMA_2020: Json = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "$defs": {
        "address": {
            "$anchor": "addressDef",
            "type": "object",
            "properties": {"street": {"type": "string"}, "city": {"type": "string"}},
        }
    },
    "properties": {
        "name": {"type": "string"},
        "address": {"$ref": "#/$defs/address"},
        "contactMethod": {"type": "string", "enum": ["phone", "email"]},
        "phone": {"type": "string"},
        "email": {"type": "string"},
    },
    "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
    "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
    "then": {"required": ["phone"]},
    "else": {"required": ["email"]},
    "additionalProperties": False,
}
ONE_TEXT = {name: {"type": "object", "properties": {name: {"type": "string"}}} for name in ("prompt", "message")}
SCHEMAS = {
    "json_schema_2020_12_tool": SCHEMA_2020,
    "test_sampling": {**ONE_TEXT["prompt"], "required": ["prompt"]},
    "test_elicitation": {**ONE_TEXT["message"], "required": ["message"]},
}


def elicited(message: str, **properties: Json) -> Json:
    """A question for the person, all of whose fields are to be filled in."""
    schema = {"type": "object", "properties": properties, "required": sorted(properties)}
    return {"method": "elicitation/create", "params": {"message": message, "requestedSchema": schema}}


def sampled(text: str, tokens: int = 100) -> Json:
    """A question for the client's model."""
    message = {"role": "user", "content": {"type": "text", "text": text}}
    return {"method": "sampling/createMessage", "params": {"messages": [message], "maxTokens": tokens}}


STRING = {"type": "string"}
ROOTS: Json = {"method": "roots/list", "params": {}}
NAME = elicited("What is your name?", name=STRING)

# Tools that need something of the client, in rounds (2026-07-28): what they ask in each.
ROUNDS: dict[str, list[Json]] = {
    "test_input_required_result_elicitation": [{"user_name": NAME}],
    "test_input_required_result_sampling": [{"capital_question": sampled("What is the capital of France?")}],
    "test_input_required_result_list_roots": [{"client_roots": ROOTS}],
    "test_input_required_result_request_state": [{"confirm": elicited("Please confirm", ok={"type": "boolean"})}],
    "test_input_required_result_tampered_state": [{"confirm": elicited("Please confirm", ok={"type": "boolean"})}],
    "test_input_required_result_multiple_inputs": [
        {"user_name": NAME, "greeting": sampled("Generate a greeting", 50), "client_roots": ROOTS}
    ],
    "test_input_required_result_multi_round": [
        {"step1": elicited("Step 1: What is your name?", name=STRING)},
        {"step2": elicited("Step 2: What is your favorite color?", color=STRING)},
    ],
    "test_input_required_result_capabilities": [{"user_name": NAME, "greeting": sampled("Generate a greeting", 50)}],
    "test_input_required_result_prompt": [
        {"user_context": elicited("What context should the prompt use?", context=STRING)}
    ],
}
STATELESS = {"test_input_required_result_elicitation", "test_input_required_result_prompt"}

_ENUM = [{"const": f"value{n}", "title": f"{n}. Option"} for n in (1, 2, 3)]
_OPTIONS = {"type": "string", "enum": ["option1", "option2", "option3"]}
_STATUS = {"type": "string", "enum": ["active", "inactive", "pending"], "default": "active"}

# Tools that ask while they run (up to 2025-11-25): what, given the arguments' one text.
ASKS: dict[str, Json] = {
    "test_sampling": sampled("{text}"),
    "test_elicitation": elicited("{text}", username=STRING, email=STRING),
    "test_elicitation_sep1034_defaults": elicited(
        "Please review",
        name={"type": "string", "default": "John Doe"},
        age={"type": "integer", "default": 30},
        score={"type": "number", "default": 95.5},
        status=_STATUS,
        verified={"type": "boolean", "default": True},
    ),
    "test_elicitation_sep1330_enums": elicited(
        "Please choose",
        untitledSingle=_OPTIONS,
        titledSingle={"type": "string", "oneOf": _ENUM},
        legacyEnum={"type": "string", "enum": ["opt1", "opt2", "opt3"], "enumNames": ["One", "Two", "Three"]},
        untitledMulti={"type": "array", "items": _OPTIONS},
        titledMulti={"type": "array", "items": {"anyOf": _ENUM}},
    ),
}

BUSY = ("test_tool_with_progress", "test_tool_with_logging", "test_error_handling")

RESOURCES: dict[str, Json] = {
    "test://static-text": {"mimeType": "text/plain", "text": "This is the content of the static text resource."},
    "test://static-binary": {"mimeType": "image/png", "blob": PIXEL},
    "test://watched-resource": {"mimeType": "text/plain", "text": "Watched."},
}
TEMPLATE: Json = {"uriTemplate": "test://template/{id}/data", "name": "template", "mimeType": "application/json"}

PROMPTS: dict[str, list[str]] = {  # and the arguments they take
    "test_simple_prompt": [],
    "test_prompt_with_arguments": ["arg1", "arg2"],
    "test_prompt_with_embedded_resource": ["resourceUri"],
    "test_prompt_with_image": [],
    "test_input_required_result_prompt": [],
}


def tools() -> list[Json]:
    """The list of tools."""
    names = [*PLAIN, *BUSY, *ASKS, *(name for name in ROUNDS if not name.endswith("_prompt"))]
    return [
        {"name": name, "description": f"Fixture: {name}", "inputSchema": SCHEMAS.get(name, NO_ARGUMENTS)}
        for name in names
    ]


def prompt(name: str, arguments: Json) -> list[Json]:
    """The messages of a prompt."""
    if name == "test_prompt_with_arguments":
        said = f"Prompt with arguments: arg1='{arguments.get('arg1')}', arg2='{arguments.get('arg2')}'"
        blocks: list[Json] = [{"type": "text", "text": said}]
    elif name == "test_prompt_with_embedded_resource":
        uri = str(arguments.get("resourceUri"))
        blocks = [embedded(uri, "Embedded resource content for testing."), {"type": "text", "text": "Process it."}]
    elif name == "test_prompt_with_image":
        blocks = [IMAGE, {"type": "text", "text": "Please analyze the image above."}]
    else:
        blocks = [{"type": "text", "text": "This is a simple prompt for testing."}]
    return [{"role": "user", "content": block} for block in blocks]
