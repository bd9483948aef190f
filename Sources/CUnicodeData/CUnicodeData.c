// An empty set of ICU data. It takes the place of the 34 MB that Foundation brings along where it is linked statically:
// names of languages, currencies and time zones in all languages, which Riffle does not show.
//
// Without them Calendar and TimeZone know UTC and offsets alone, and Locale knows no language; LocalTime.swift asks the C
// library instead. The name holds the version of the toolchain's ICU. With another version this is unused, and the program
// is larger and works all the same.
//
// Source: ICU 76, source/stubdata/stubdata.cpp and source/common/ucmndata.h.
#include <stdint.h>

struct icu_data {
    uint16_t header_size;
    uint8_t magic1, magic2;
    uint16_t info_size, reserved;
    uint8_t is_big_endian, charset_family, char_size, reserved_byte;
    uint8_t format[4], format_version[4], data_version[4];
    uint8_t padding[8];
    uint32_t count, reserved_count;
    struct {
        const char *name;
        const void *data;
    } entries[1];
};

__attribute__((visibility("hidden"), aligned(16))) const struct icu_data icudt76_dat = {
    .header_size = 32,
    .magic1 = 0xda,
    .magic2 = 0x27,
    .info_size = 20,
    .is_big_endian = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__,
    .char_size = 2,
    .format = {'T', 'o', 'C', 'P'},
    .format_version = {1},
};
