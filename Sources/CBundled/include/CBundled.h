#ifndef CBUNDLED_H
#define CBUNDLED_H

#include <stddef.h>

/// A file that is compiled in.
struct bundled_file {
    const char *name;
    const unsigned char *bytes;
    size_t count;
};

/// The files of `themes/`; NULL after the last one.
const struct bundled_file *bundled_theme(size_t index);

/// The sample pictures; NULL after the last one.
const struct bundled_file *bundled_sample(size_t index);

/// The articles of the manual, by the names of their topics; NULL after the last one.
const struct bundled_file *bundled_article(size_t index);

#endif
