// Starting a program in a pseudo-terminal: Swift has no fork, and its Glibc module leaves out the calls for the rest.
#pragma once

#include <stdint.h>
#include <sys/types.h>

// Starts a program (a path, or a name in PATH) as the leader of a session whose terminal is a new one of the given size.
// Returns the terminal's other side, or -1 with errno set.
int pseudo_terminal_spawn(
    char *const *arguments, char *const *environment, const char *folder, uint16_t columns, uint16_t rows, pid_t *child);

void pseudo_terminal_resize(int terminal, uint16_t columns, uint16_t rows);

// What its cells measure together.
void pseudo_terminal_set_pixels(int terminal, uint16_t width, uint16_t height);

// Zero where it has none.
void pseudo_terminal_size(int terminal, uint16_t *columns, uint16_t *rows);
