#ifndef CJPEG_H
#define CJPEG_H

#include <stddef.h>
#include <stdint.h>

// A JPEG decoder that reads from a callback and delivers one row at a time, on libjpeg-turbo's scanline interface.
// Fatal errors of the library, which end in `longjmp`, stay inside this module.

/// Fills `buffer` with the next bytes of the file and returns their number; 0 at the end.
typedef size_t (*cjpeg_read)(void *context, uint8_t *buffer, size_t capacity);

typedef struct cjpeg_reader cjpeg_reader;

typedef enum { cjpeg_gray, cjpeg_color, cjpeg_ink, cjpeg_other } cjpeg_space;

typedef struct {
    /// The stored size, set by `cjpeg_header`; and the number of channels.
    uint32_t width, height;
    uint32_t channels;
    cjpeg_space space;
    /// The size of the decoded rows, set by `cjpeg_start`.
    uint32_t output_width, output_height;
    /// The file ended before the picture did.
    int is_truncated;
    /// Data was missing or invalid, so that pixels are wrong.
    int is_corrupt;
    /// The first row of which nothing is known, because the data ended before; `output_height` if there is none.
    uint32_t end_row;
    /// The marker of a coding process that the library does not know (0xC3 is lossless), otherwise 0.
    int unknown_process;
    /// Bits per sample if the library does not support them, otherwise 0.
    int unknown_precision;
} cjpeg_state;

/// NULL when out of memory.
cjpeg_reader *cjpeg_open(cjpeg_read read, void *context);
void cjpeg_close(cjpeg_reader *reader);

const cjpeg_state *cjpeg_get_state(const cjpeg_reader *reader);

// The following return whether they succeeded. After a failure only `cjpeg_close` and the queries may be called.

/// Reads up to the first pixels.
int cjpeg_read_header(cjpeg_reader *reader);
/// Chooses the scale of decoding, `eighths` (1…8) of the stored size, and starts. Rows have four bytes a pixel: RGBA, or
/// CMYK for `cjpeg_ink`, as stored, usually inverted.
int cjpeg_start(cjpeg_reader *reader, unsigned eighths);
int cjpeg_read_row(cjpeg_reader *reader, uint8_t *row);
/// Call after the last row; reads up to the end marker.
int cjpeg_finish(cjpeg_reader *reader);

/// The data of the first APP1 segment that begins with `Exif`, without that word; valid until the reader is closed.
/// NULL if there is none.
const uint8_t *cjpeg_exif(const cjpeg_reader *reader, size_t *length);
/// The colour profile, valid until the reader is closed; NULL if there is none. Call it once.
const uint8_t *cjpeg_profile(cjpeg_reader *reader, size_t *length);

#endif
