#define _GNU_SOURCE
#include "CPseudoTerminal.h"

#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

int pseudo_terminal_spawn(
    char *const *arguments, char *const *environment, const char *folder, uint16_t columns, uint16_t rows, pid_t *child) {
    struct winsize size = {.ws_row = rows, .ws_col = columns};
    int terminal = -1;
    pid_t process = forkpty(&terminal, 0, 0, &size);
    if (process < 0) return -1;
    if (process == 0) {
        // The test runner may have blocked or ignored signals; a shell would not.
        for (int number = 1; number < 32; number++) signal(number, SIG_DFL);
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, 0);
        if (chdir(folder) == 0) execvpe(arguments[0], arguments, environment);
        _exit(127);
    }
    fcntl(terminal, F_SETFD, FD_CLOEXEC);
    *child = process;
    return terminal;
}

int pseudo_terminal_open(int *side) {
    int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    char name[64];
    if (terminal < 0) return -1;
    *side = -1;
    if (grantpt(terminal) == 0 && unlockpt(terminal) == 0 && ptsname_r(terminal, name, sizeof name) == 0) {
        *side = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    }
    if (*side >= 0) return terminal;
    close(terminal);
    return -1;
}

void pseudo_terminal_resize(int terminal, uint16_t columns, uint16_t rows) {
    struct winsize size = {.ws_row = rows, .ws_col = columns};
    ioctl(terminal, TIOCSWINSZ, &size);
}

void pseudo_terminal_set_pixels(int terminal, uint16_t width, uint16_t height) {
    struct winsize size = {0};
    ioctl(terminal, TIOCGWINSZ, &size);
    size.ws_xpixel = width;
    size.ws_ypixel = height;
    ioctl(terminal, TIOCSWINSZ, &size);
}

void pseudo_terminal_size(int terminal, uint16_t *columns, uint16_t *rows) {
    struct winsize size = {0};
    ioctl(terminal, TIOCGWINSZ, &size);
    *columns = size.ws_col;
    *rows = size.ws_row;
}
