#pragma once
// A streaming zlib decompressor with little memory, as fast as libraries that need the whole stream at once.
// It is kept because no library wins on all pictures. Time on PNGs, relative to this one (Debian 12, November 2026):
// libdeflate, which takes only whole streams, 0.8 to 1.4; ISA-L 0.8 to 0.95 on photographs, but 1.6 to 2.4 on flat art;
// zlib 2 on photographs, 6 to 12 on flat art.
// Source: RFC 1950 (zlib), RFC 1951 (deflate).

#include <stddef.h>
#include <stdint.h>

/// The longest back-reference in bytes: this much output must be kept before the write position.
#define CK_INFLATE_HISTORY 32768
/// Bytes after `limit` that may be overwritten.
#define CK_INFLATE_SLACK 320
/// Least input for a call to make progress, unless it is the last input.
#define CK_INFLATE_INPUT_LEAST 1024

/// Bits of a code that one table lookup decodes.
#define CK_LITERAL_BITS 11
#define CK_DISTANCE_BITS 8
/// The main table plus subtables for longer codes: at most one subtable for two long codes, indexed by the remaining
/// bits of 15.
#define CK_LITERAL_ENTRIES ((1 << CK_LITERAL_BITS) + 288 / 2 * (1 << (15 - CK_LITERAL_BITS)))
#define CK_DISTANCE_ENTRIES ((1 << CK_DISTANCE_BITS) + 32 / 2 * (1 << (15 - CK_DISTANCE_BITS)))

enum ck_inflate_outcome {
    /// All input except its last bytes was used: append more after them.
    CK_INFLATE_NEEDS_INPUT,
    /// `limit` was reached.
    CK_INFLATE_FULL,
    /// The stream is complete; `checksum` is the value from its trailer.
    CK_INFLATE_COMPLETE,
    /// Not a zlib stream, corrupt, or truncated.
    CK_INFLATE_CORRUPT,
};

/// State of a decompression. All zeros is the initial state.
struct ck_inflater {
    /// Bits read from the input but not used, next bit lowest, and their number.
    uint64_t bits;
    int32_t count;
    int32_t phase;
    int32_t is_last_block;
    /// Remaining bytes of a stored block.
    uint32_t stored;
    /// Adler-32 of the data, from the stream's trailer.
    uint32_t checksum;
    uint32_t literals[CK_LITERAL_ENTRIES];
    uint32_t distances[CK_DISTANCE_ENTRIES];
};

/// Decompresses until `limit` or the end of the input.
///
/// `window` holds the output so far, up to `*position`: all of it, or at least the last CK_INFLATE_HISTORY bytes. Its
/// size is `limit` + CK_INFLATE_SLACK bytes. `*position` is set to the new end, up to 263 bytes after `limit`. `*input`
/// is set to the first unused byte. `is_last`: no input follows.
int ck_inflate(struct ck_inflater *state, const uint8_t **input, const uint8_t *input_end, int is_last,
               uint8_t *window, size_t *position, size_t limit);
