// ncursesw for Swift: the library's header, and wrappers for what Swift cannot import (variables, casts in macros,
// function-like macros). Also a few system functions that Swift's Glibc module lacks. No logic here.
#pragma once

#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <curses.h>
#include <term.h>

#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>

// <sys/mman.h>, <unistd.h> and <wchar.h> declare these only with _GNU_SOURCE, which would change all other headers too.
// RIFFLE_MFD_CLOEXEC is MFD_CLOEXEC of <linux/memfd.h>.
extern int memfd_create(const char *name, unsigned int flags);
extern int gettid(void);
extern int wcwidth(wchar_t character);
enum { RIFFLE_MFD_CLOEXEC = 1 };

// Global variables: Swift rejects shared mutable state.
static inline WINDOW *riffle_stdscr(void) { return stdscr; }
static inline WINDOW *riffle_curscr(void) { return curscr; }
static inline int riffle_colors(void) { return COLORS; }
static inline int riffle_color_pairs(void) { return COLOR_PAIRS; }

// Attributes are macros with casts.
static const uint32_t RIFFLE_BOLD = A_BOLD;
static const uint32_t RIFFLE_UNDERLINE = A_UNDERLINE;
static const uint32_t RIFFLE_DIM = A_DIM;
static const uint32_t RIFFLE_REVERSE = A_REVERSE;
static const uint32_t RIFFLE_INVISIBLE = A_INVIS;

// Sets a cell with a colour pair that may exceed 32767: the pair is passed through the reserved pointer. `text` is at
// most CCHARW_MAX wide characters and a terminating zero.
static inline int riffle_set_cell(cchar_t *cell, const wchar_t *text, uint32_t attributes, int pair) {
    return setcchar(cell, text, attributes, 0, &pair);
}

// A terminfo string capability, or NULL if it is absent. tigetstr returns (char *)-1 for names that are not string
// capabilities.
static inline const char *riffle_terminfo_string(const char *name) {
    const char *value = tigetstr(name);
    return value == (char *)-1 ? NULL : value;
}

// The window's size in cells and pixels; wrapped because ioctl is variadic.
static inline int riffle_window_size(int fd, struct winsize *size) { return ioctl(fd, TIOCGWINSZ, size); }
// Bytes in the tty's output buffer.
static inline int riffle_unsent(int fd, int *count) { return ioctl(fd, TIOCOUTQ, count); }
