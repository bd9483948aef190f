// Starts programs in a pseudo-terminal. Swift has no fork, and its Glibc module lacks the other calls.
#pragma once

#include <stdint.h>
#include <sys/types.h>

// Starts a program (a path, or a name in PATH) as a session leader with a new controlling terminal of the given size.
// Returns the master side, or -1 with errno set.
int pseudo_terminal_spawn(
    char *const *arguments, char *const *environment, const char *folder, uint16_t columns, uint16_t rows, pid_t *child);

// Opens a new pseudo-terminal that no started program inherits, not even for a moment. Returns the master side, or -1
// with errno set; `side` becomes the other one.
int pseudo_terminal_open(int *side);

void pseudo_terminal_resize(int terminal, uint16_t columns, uint16_t rows);

// The size of the window in pixels.
void pseudo_terminal_set_pixels(int terminal, uint16_t width, uint16_t height);

// The size in cells; zero if unknown.
void pseudo_terminal_size(int terminal, uint16_t *columns, uint16_t *rows);
