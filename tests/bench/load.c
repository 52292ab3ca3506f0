/* The client: starts a server (or a proxy before one), keeps it, and measures calls on demand.
 *
 *   load COMMAND [ARGS...]
 *
 * Out, once:        ready PID NANOSECONDS            from before the start to the answer to initialize
 * In, a line each:  TOOL COUNT IN_FLIGHT SIZE        calls of about 200 bytes that ask for SIZE bytes of text
 * Out, for each:    done P50 P99 ELAPSED             nanoseconds; latency of one call, wall time of all
 *
 * A refused call ends the run: a benchmark must not measure refusals. So does a minute without an answer.
 */
#define _GNU_SOURCE
#include "wire.h"

#include <stdint.h>
#include <time.h>

enum { HEAD = 512, CHUNK = 1 << 20, PATIENCE = 60, CALL = 200 };

static int to_server, from_server;
static char head[HEAD + 1]; /* how the line under way begins */
static size_t head_used, line_size;
static uint64_t *started, *took;
static long first_id, done;

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void fail(const char *why) {
    fprintf(stderr, "load: %s\n", why);
    exit(1);
}

static void send_all(const char *data, size_t size) {
    if (write_all(to_server, data, size) != 0) fail("the server closed its input");
}

/* One line is whole: if it answers one of our calls, note how long that took. */
static void line_done(void) {
    head[head_used] = 0;
    const char *id = strstr(head, "\"id\":");
    if (strstr(head, "\"isError\":true") || strstr(head, "\"error\":")) fail(head);
    if (id != NULL && took != NULL) {
        long call = strtol(id + 5, NULL, 10) - first_id;
        took[call] = now() - started[call];
    }
    done += id != NULL;
    head_used = line_size = 0;
}

/* Waits for more bytes and takes in the lines that end in them. */
static void receive(void) {
    static char chunk[CHUNK];
    alarm(PATIENCE);
    ssize_t got = read(from_server, chunk, sizeof chunk);
    alarm(0);
    if (got <= 0) fail("the server closed its output");
    for (char *at = chunk, *stop = chunk + got; at < stop;) {
        char *end = memchr(at, '\n', (size_t)(stop - at));
        size_t size = (size_t)((end ? end : stop) - at);
        size_t keep = size < HEAD - head_used ? size : HEAD - head_used;
        memcpy(head + head_used, at, keep);
        head_used += keep;
        line_size += size;
        if (end != NULL) line_done();
        at += size + 1;
    }
}

static int by_value(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static int put_call(char *out, long id, const char *tool, long size) {
    int used = sprintf(out, "{\"jsonrpc\":\"2.0\",\"id\":%ld,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\","
                            "\"arguments\":{\"size\":%ld,\"text\":\"", id, tool, size);
    while (used < CALL - 5) out[used++] = 'x';
    memcpy(out + used, "\"}}}\n", 5);
    return used + 5;
}

static void measure(const char *tool, long count, long in_flight, long size) {
    char *out = malloc((size_t)in_flight * 2 * CALL);
    long sent = 0;
    started = calloc((size_t)count, sizeof *started);
    took = calloc((size_t)count, sizeof *took);
    if (out == NULL || started == NULL || took == NULL) fail("out of memory");
    done = 0;
    uint64_t begin = now();
    while (done < count) {
        size_t used = 0;
        for (; sent < count && sent - done < in_flight; sent++) {
            started[sent] = now();
            used += (size_t)put_call(out + used, first_id + sent, tool, size);
        }
        send_all(out, used);
        receive();
    }
    uint64_t elapsed = now() - begin;
    qsort(took, (size_t)count, sizeof *took, by_value);
    printf("done %llu %llu %llu\n", (unsigned long long)took[count / 2],
           (unsigned long long)took[count * 99 / 100], (unsigned long long)elapsed);
    fflush(stdout);
    first_id += count;
    free(out), free(started), free(took);
    took = NULL;
}

int main(int argc, char **argv) {
    static const char hello[] = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                                "\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}}\n";
    static const char ready[] = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n";
    char line[256], tool[64];
    long count, in_flight, size;
    if (argc < 2) return 2;
    uint64_t begin = now();
    pid_t pid = spawn(argv + 1, &to_server, &from_server);
    send_all(hello, sizeof hello - 1);
    while (done == 0) receive();
    printf("ready %d %llu\n", (int)pid, (unsigned long long)(now() - begin));
    fflush(stdout);
    send_all(ready, sizeof ready - 1);
    first_id = 1;
    while (fgets(line, sizeof line, stdin) != NULL) {
        if (sscanf(line, "%63s %ld %ld %ld", tool, &count, &in_flight, &size) != 4) fail("a command was not understood");
        measure(tool, count, in_flight, size);
    }
    close(to_server);
    return exit_code(pid);
}
