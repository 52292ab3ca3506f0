/* The floor: a proxy that only moves bytes. Two threads, blocking reads and writes, nothing looked at.
 *
 *   relay COMMAND [ARGS...]
 */
#define _GNU_SOURCE
#include "wire.h"

#include <pthread.h>

struct way {
    int from, to;
};

static void *pump(void *argument) {
    struct way *way = argument;
    static __thread char chunk[1 << 16];
    ssize_t got;
    while ((got = read(way->from, chunk, sizeof chunk)) > 0) {
        if (write_all(way->to, chunk, (size_t)got) != 0) break;
    }
    close(way->to);
    return NULL;
}

int main(int argc, char **argv) {
    int to_server, from_server;
    pthread_t upward;
    if (argc < 2) return 2;
    pid_t pid = spawn(argv + 1, &to_server, &from_server);
    struct way up = {0, to_server}, down = {from_server, 1};
    if (pthread_create(&upward, NULL, pump, &up) != 0) return 1;
    pump(&down);
    return exit_code(pid);
}
