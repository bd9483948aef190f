#pragma once
// Decoding tables for `inflate.c`. Source: RFC 1951 (deflate), section 3.2.

#include <stddef.h>
#include <stdint.h>

#include "inflate.h"

// An entry of a table, by its highest bits:
//   LITERAL       bits of the code(s) in 0…7, one or two literals in 8…15 and 16…23, PAIR for two
//   neither       a length or a distance: bits of code and extra together in 0…7, of the code alone in 8…12, base in 14…29
//   SPECIAL       LINK: the place of another table in 14…27, its bits in 8…12, bits used so far in 0…7;
//                 END: end of block, bits in 0…7; else a code that does not exist
#define LITERAL 0x80000000u
#define PAIR 0x01000000u
#define SPECIAL 0x40000000u
#define LINK 0x20000000u
#define END 0x10000000u

/// Base and extra bits of the length symbols from 257 on. Source: RFC 1951, section 3.2.5.
static const uint16_t lengthBase[29] = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                        31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
static const uint8_t lengthExtra[29] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                        2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
static const uint16_t distanceBase[30] = {1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,   49,   65,    97,    129,
                                          193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
static const uint8_t distanceExtra[30] = {0, 0, 0, 0, 1, 1, 2, 2,  3,  3,  4,  4,  5,  5,  6,
                                          6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13};

/// The table entry of a symbol, without the length of its code.
static uint32_t literalMeaning(unsigned symbol) {
    if (symbol < 256) return LITERAL | symbol << 8;
    if (symbol == 256) return SPECIAL | END;
    if (symbol > 285) return SPECIAL;
    return (uint32_t)lengthBase[symbol - 257] << 14 | lengthExtra[symbol - 257];
}

static uint32_t distanceMeaning(unsigned symbol) {
    return symbol > 29 ? SPECIAL : (uint32_t)distanceBase[symbol] << 14 | distanceExtra[symbol];
}

/// Adds the code's length to an entry: to bits 0…7, for lengths and distances also to 8…12.
static uint32_t entry(uint32_t meaning, unsigned bits) {
    return meaning + bits + (meaning & (LITERAL | SPECIAL) ? 0 : bits << 8);
}

/// Builds the table for code lengths; returns whether they are valid. Incomplete codes are invalid, except no symbols
/// at all, or a single one with a one-bit code, which some compressors write for distances.
static int makeTable(uint32_t *table, unsigned rootBits, const uint8_t *lengths, unsigned symbols,
                     uint32_t (*meaning)(unsigned)) {
    uint16_t counts[16] = {0}, next[17] = {0}, sorted[288];
    for (unsigned i = 0; i < symbols; i++) counts[lengths[i]]++;
    unsigned used = symbols - counts[0];
    counts[0] = 0;
    int32_t spare = 1;
    unsigned longest = 0;
    for (unsigned n = 1; n <= 15; n++) {
        spare = 2 * spare - counts[n];
        if (spare < 0) return 0;
        if (counts[n]) longest = n;
        next[n + 1] = (uint16_t)(next[n] + counts[n]);
    }
    if (spare > 0 && !(used == 0 || (used == 1 && longest == 1))) return 0;
    for (unsigned i = 0; i < symbols; i++)
        if (lengths[i]) sorted[next[lengths[i]]++] = (uint16_t)i;

    uint32_t size = 1u << rootBits, end = size;
    if (spare > 0) for (uint32_t i = 0; i < size; i++) table[i] = SPECIAL;
    // Visits codes in order. Bits are stored lowest first, so the increment starts at the highest bit.
    uint32_t code = 0, prefix = UINT32_MAX, start = 0;
    unsigned subBits = 0, bits = 0;
    for (unsigned i = 0; i < used; i++) {
        unsigned length = lengths[sorted[i]];
        uint32_t what = meaning(sorted[i]);
        if (length <= rootBits) {
            uint32_t e = entry(what, length);
            for (uint32_t k = code; k < size; k += 1u << length) table[k] = e;
        } else {
            if ((code & (size - 1)) != prefix) {
                prefix = code & (size - 1);
                // The subtable must hold all codes with this prefix: its number of bits follows from their lengths.
                subBits = length - rootBits;
                int32_t room = 1 << subBits;
                for (unsigned n = length; (room -= n == length ? counts[n] - (int32_t)bits : counts[n]) > 0 && n < longest; n++) {
                    subBits++;
                    room <<= 1;
                }
                start = end;
                end += 1u << subBits;
                table[prefix] = SPECIAL | LINK | start << 14 | subBits << 8 | rootBits;
            }
            uint32_t e = entry(what, length - rootBits);
            for (uint32_t k = code >> rootBits; k < 1u << subBits; k += 1u << (length - rootBits)) table[start + k] = e;
        }
        // How many codes of this length have been handled.
        bits = i + 1 < used && lengths[sorted[i + 1]] == length ? bits + 1 : 0;
        if (i + 1 == used) break;
        // The next code: increment in reversed bit order; longer codes are padded with zeros.
        uint32_t bit = 1u << (length - 1);
        while (code & bit) bit >>= 1;
        code = bit ? (code & (bit - 1)) | bit : 0;
    }
    return 1;
}

/// Adds a second literal to entries whose unused bits hold another complete code.
static void pairLiterals(uint32_t *table) {
    // Descending order: the entry for the remaining bits has a smaller index and is not paired yet.
    for (uint32_t i = 1u << CK_LITERAL_BITS; i-- > 0;) {
        uint32_t first = table[i];
        if (!(first & LITERAL)) continue;
        uint32_t bits = first & 255;
        uint32_t second = table[i >> bits];
        if ((second & (LITERAL | PAIR)) != LITERAL || bits + (second & 255) > CK_LITERAL_BITS) continue;
        table[i] = first + (second & 255) + ((second & 0xFF00) << 8) + PAIR;
    }
}
