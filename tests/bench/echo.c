/* An MCP server that costs next to nothing: it answers initialize, tools/list and tools/call.
 *
 * A call of any tool gives back as many bytes of text as its argument `size` says, with escapes in it as in real text.
 * All answers to one chunk of requests go out in one write, as a good server does it.
 */
#define _GNU_SOURCE
#include "wire.h"

static char *out;
static size_t out_used, out_room;

static void put(const char *data, size_t size) {
    if (out_used + size > out_room) {
        out_room = (out_used + size) * 2;
        out = realloc(out, out_room);
        if (out == NULL) exit(1);
    }
    memcpy(out + out_used, data, size);
    out_used += size;
}

static void put_text(const char *text) { put(text, strlen(text)); }

/* Text of about `size` bytes on the wire: lines of 64, each with an escaped quote, backslash and line end. */
static void put_filler(size_t size) {
    static const char line[] = "The quick \\\"brown\\\" fox of C:\\\\dogs jumps over it, and so on...\\n";
    for (; size >= sizeof line - 1; size -= sizeof line - 1) put(line, sizeof line - 1);
    for (; size > 0; size--) put("x", 1);
}

static const char *after(const char *line, size_t size, const char *key) {
    const char *found = memmem(line, size, key, strlen(key));
    return found ? found + strlen(key) : NULL;
}

static void answer(const char *line, size_t size) {
    const char *id = after(line, size, "\"id\":");
    if (id == NULL) return; /* a notification */
    put_text("{\"jsonrpc\":\"2.0\",\"id\":");
    put(id, strcspn(id, ",}"));
    if (after(line, size, "\"tools/call\"")) {
        const char *wanted = after(line, size, "\"size\":");
        put_text(",\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"");
        put_filler(wanted ? strtoul(wanted, NULL, 10) : 0);
        put_text("\"}],\"isError\":false}}\n");
    } else if (after(line, size, "\"tools/list\"")) {
        put_text(",\"result\":{\"tools\":[{\"name\":\"echo\",\"inputSchema\":{\"type\":\"object\"}},"
                 "{\"name\":\"limited\",\"inputSchema\":{\"type\":\"object\"}}]}}\n");
    } else {
        put_text(",\"result\":{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},"
                 "\"serverInfo\":{\"name\":\"echo\",\"version\":\"1\"}}}\n");
    }
}

int main(void) {
    size_t room = 1 << 16, used = 0;
    char *in = malloc(room + 1);
    ssize_t got;
    while (in != NULL && (got = read(0, in + used, room - used)) > 0) {
        char *line = in, *end;
        used += (size_t)got;
        in[used] = 0;
        while ((end = memchr(line, '\n', used - (size_t)(line - in))) != NULL) {
            answer(line, (size_t)(end - line));
            line = end + 1;
        }
        if (write_all(1, out, out_used) != 0) return 0;
        out_used = 0;
        used -= (size_t)(line - in);
        memmove(in, line, used);
        if (used == room) in = realloc(in, (room *= 2) + 1);
    }
    return 0;
}
