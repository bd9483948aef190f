#pragma once
// Unpacking zlib streams piece by piece: as fast as libraries that must have the whole at once, in little memory.
// Source: RFC 1950 (zlib), RFC 1951 (deflate).

#include <stddef.h>
#include <stdint.h>

/// How far back a stream refers at most: so many bytes in front of the place to write to must be kept.
#define CK_INFLATE_HISTORY 32768
/// Bytes behind `limit` that may be written to.
#define CK_INFLATE_SLACK 320
/// Input to have at hand, unless it is the last there is, for every call to get on.
#define CK_INFLATE_INPUT_LEAST 1024

/// Bits of a code that are looked up at once.
#define CK_LITERAL_BITS 11
#define CK_DISTANCE_BITS 8
/// A table and the tables behind it for longer codes: at most one for every two of those, each for the bits left of 15.
#define CK_LITERAL_ENTRIES ((1 << CK_LITERAL_BITS) + 288 / 2 * (1 << (15 - CK_LITERAL_BITS)))
#define CK_DISTANCE_ENTRIES ((1 << CK_DISTANCE_BITS) + 32 / 2 * (1 << (15 - CK_DISTANCE_BITS)))

enum ck_inflate_outcome {
    /// All input but the last bytes was used: bring more behind them.
    CK_INFLATE_NEEDS_INPUT,
    /// `limit` was reached.
    CK_INFLATE_FULL,
    /// The stream is complete; `checksum` is what it says its bytes have.
    CK_INFLATE_COMPLETE,
    /// Not a zlib stream, damaged, or cut short.
    CK_INFLATE_CORRUPT,
};

/// A stream in the middle of being unpacked. All 0 is the beginning.
struct ck_inflater {
    /// Input that was taken and not yet used, the next bit lowest, and how many bits of it there are.
    uint64_t bits;
    int32_t count;
    int32_t phase;
    int32_t is_last_block;
    /// Bytes left of a stored block.
    uint32_t stored;
    /// Adler-32 of all bytes, as the stream's end gives it.
    uint32_t checksum;
    uint32_t literals[CK_LITERAL_ENTRIES];
    uint32_t distances[CK_DISTANCE_ENTRIES];
};

/// Unpacks until `limit` or the end of the input.
///
/// `window` holds what was unpacked before, up to `*position`: all of it or at least the last CK_INFLATE_HISTORY bytes.
/// It has room for `limit` + CK_INFLATE_SLACK bytes. `*position` becomes the end of what is there now, which may lie
/// up to 263 bytes behind `limit`. `*input` is moved to what was not used. `is_last`: no input follows.
int ck_inflate(struct ck_inflater *state, const uint8_t **input, const uint8_t *input_end, int is_last,
               uint8_t *window, size_t *position, size_t limit);
