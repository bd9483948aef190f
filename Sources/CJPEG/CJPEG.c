#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

enum { buffer_size = 64 << 10 };

/// Scans that are decoded at most: a file with endless scans would take minutes.
enum { scan_limit = 500 };

struct cjpeg_reader {
    struct jpeg_decompress_struct codec;
    struct jpeg_error_mgr errors;
    struct jpeg_source_mgr source;
    jmp_buf failure;
    cjpeg_read read;
    void *context;
    cjpeg_state state;
    int has_rows;
    JOCTET *profile;
    uint8_t buffer[buffer_size];
};

static cjpeg_reader *reader_of(j_common_ptr codec) { return codec->client_data; }

static void fail(j_common_ptr codec) {
    cjpeg_reader *reader = reader_of(codec);
    if (codec->err->msg_code == JERR_SOF_UNSUPPORTED) reader->state.unknown_process = codec->err->msg_parm.i[0];
    if (codec->err->msg_code == JERR_BAD_PRECISION) reader->state.unknown_precision = codec->err->msg_parm.i[0];
    longjmp(reader->failure, 1);
}

/// From the row that is decoded now, nothing is known.
static void end_rows(cjpeg_reader *reader) {
    struct jpeg_decompress_struct *codec = &reader->codec;
    // Without output the file has several scans, and each covers all rows.
    if (!reader->has_rows || codec->buffered_image) return;
    uint32_t end = codec->output_scanline + codec->max_v_samp_factor * codec->min_DCT_scaled_size;
    if (end < reader->state.end_row) reader->state.end_row = end;
}

static void take_message(j_common_ptr codec, int level) {
    if (level >= 0) return;
    codec->err->num_warnings++;
    cjpeg_reader *reader = reader_of(codec);
    switch (codec->err->msg_code) {
    case JWRN_JPEG_EOF:
        reader->state.is_truncated = 1;
        end_rows(reader);
        break;
    case JWRN_HIT_MARKER:
        reader->state.is_corrupt = 1;
        if (reader->codec.unread_marker == JPEG_EOI) end_rows(reader);
        break;
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC: reader->state.is_corrupt = 1; break;
    // Other warnings do not affect pixels.
    default: break;
    }
}

static void no_message(j_common_ptr codec) { (void)codec; }

static void no_source_change(j_decompress_ptr codec) { (void)codec; }

static boolean fill(j_decompress_ptr codec) {
    cjpeg_reader *reader = codec->client_data;
    size_t count = reader->read(reader->context, reader->buffer, buffer_size);
    if (count == 0) {
        WARNMS(codec, JWRN_JPEG_EOF);
        // An end marker, so that the library stops.
        reader->buffer[0] = 0xFF;
        reader->buffer[1] = JPEG_EOI;
        count = 2;
    }
    reader->source.next_input_byte = reader->buffer;
    reader->source.bytes_in_buffer = count;
    return TRUE;
}

static void skip(j_decompress_ptr codec, long count) {
    struct jpeg_source_mgr *source = codec->src;
    while (count > (long)source->bytes_in_buffer) {
        count -= (long)source->bytes_in_buffer;
        fill(codec);
        if (((cjpeg_reader *)codec->client_data)->state.is_truncated) return;
    }
    if (count <= 0) return;
    source->next_input_byte += count;
    source->bytes_in_buffer -= (size_t)count;
}

cjpeg_reader *cjpeg_open(cjpeg_read read, void *context) {
    cjpeg_reader *const reader = calloc(1, sizeof *reader);
    if (!reader) return NULL;
    reader->read = read;
    reader->context = context;
    reader->codec.err = jpeg_std_error(&reader->errors);
    reader->codec.client_data = reader;
    reader->errors.error_exit = fail;
    reader->errors.emit_message = take_message;
    reader->errors.output_message = no_message;
    if (setjmp(reader->failure)) {
        cjpeg_close(reader);
        return NULL;
    }
    jpeg_create_decompress(&reader->codec);
    reader->source = (struct jpeg_source_mgr){
        .init_source = no_source_change,
        .fill_input_buffer = fill,
        .skip_input_data = skip,
        .resync_to_restart = jpeg_resync_to_restart,
        .term_source = no_source_change,
    };
    reader->codec.src = &reader->source;
    jpeg_save_markers(&reader->codec, JPEG_APP0 + 1, 0xFFFF);
    jpeg_save_markers(&reader->codec, JPEG_APP0 + 2, 0xFFFF);
    return reader;
}

void cjpeg_close(cjpeg_reader *reader) {
    jpeg_destroy_decompress(&reader->codec);
    free(reader->profile);
    free(reader);
}

const cjpeg_state *cjpeg_get_state(const cjpeg_reader *reader) { return &reader->state; }

int cjpeg_read_header(cjpeg_reader *reader) {
    struct jpeg_decompress_struct *codec = &reader->codec;
    if (setjmp(reader->failure)) return 0;
    jpeg_read_header(codec, TRUE);
    reader->state.width = codec->image_width;
    reader->state.height = codec->image_height;
    reader->state.channels = (uint32_t)codec->num_components;
    switch (codec->jpeg_color_space) {
    case JCS_GRAYSCALE: reader->state.space = cjpeg_gray; break;
    case JCS_RGB:
    case JCS_YCbCr: reader->state.space = cjpeg_color; break;
    case JCS_CMYK:
    case JCS_YCCK: reader->state.space = cjpeg_ink; break;
    default: reader->state.space = cjpeg_other; break;
    }
    return 1;
}

/// Whether the scans so far suffice: at an eighth of the size only the mean of each block is needed, and its lowest bit
/// is invisible.
static int has_enough(const struct jpeg_decompress_struct *codec) {
    if (!codec->progressive_mode || codec->min_DCT_scaled_size > 1) return 0;
    for (int i = 0; i < codec->num_components; i++) {
        int missing_bits = codec->coef_bits[i][0];
        if (missing_bits < 0 || missing_bits > 1) return 0;
    }
    return 1;
}

/// Skips to the end marker.
static void skip_scans(j_decompress_ptr codec) {
    struct jpeg_source_mgr *source = codec->src;
    if (codec->unread_marker == JPEG_EOI) return;
    for (int previous = 0, byte = 0; previous != 0xFF || byte != JPEG_EOI; source->bytes_in_buffer--) {
        if (source->bytes_in_buffer == 0) fill(codec);
        previous = byte;
        byte = *source->next_input_byte++;
    }
}

/// Reads all scans of a file that has several, as far as they are readable.
static void consume_scans(cjpeg_reader *reader) {
    struct jpeg_decompress_struct *codec = &reader->codec;
    if (setjmp(reader->failure)) {
        reader->state.is_corrupt = 1;
        return;
    }
    for (int outcome = 0; outcome != JPEG_REACHED_EOI;) {
        outcome = jpeg_consume_input(codec);
        if (outcome == JPEG_SCAN_COMPLETED && has_enough(codec)) {
            skip_scans(codec);
            return;
        }
        if (codec->input_scan_number > scan_limit) {
            reader->state.is_corrupt = 1;
            return;
        }
    }
}

int cjpeg_start(cjpeg_reader *reader, unsigned eighths) {
    struct jpeg_decompress_struct *codec = &reader->codec;
    if (setjmp(reader->failure)) return 0;
    codec->scale_num = eighths;
    codec->scale_denom = 8;
    codec->out_color_space = reader->state.space == cjpeg_ink ? JCS_CMYK : JCS_EXT_RGBA;
    codec->buffered_image = jpeg_has_multiple_scans(codec);
    // An eighth of the size has no blocks that could be smoothed.
    codec->do_block_smoothing = eighths > 1;
    jpeg_start_decompress(codec);
    if (codec->buffered_image) {
        consume_scans(reader);
        if (setjmp(reader->failure)) return 0;
        // The output contains all that was read, whatever the scan. Starting the newest scan makes the library read on.
        int scan = codec->input_scan_number;
        if (!jpeg_input_complete(codec) && scan > 1) scan--;
        if (!jpeg_start_output(codec, scan)) return 0;
    }
    reader->state.output_width = codec->output_width;
    reader->state.output_height = codec->output_height;
    reader->state.end_row = codec->output_height;
    reader->has_rows = 1;
    return 1;
}

int cjpeg_read_row(cjpeg_reader *reader, uint8_t *row) {
    if (setjmp(reader->failure)) {
        reader->state.is_corrupt = 1;
        return 0;
    }
    return jpeg_read_scanlines(&reader->codec, &row, 1) == 1;
}

int cjpeg_finish(cjpeg_reader *reader) {
    if (setjmp(reader->failure)) {
        reader->state.is_corrupt = 1;
        return 0;
    }
    if (reader->codec.buffered_image) return 1;
    return jpeg_finish_decompress(&reader->codec);
}

const uint8_t *cjpeg_exif(const cjpeg_reader *reader, size_t *length) {
    static const uint8_t head[6] = "Exif\0";
    for (jpeg_saved_marker_ptr marker = reader->codec.marker_list; marker; marker = marker->next) {
        if (marker->marker != JPEG_APP0 + 1 || marker->data_length < sizeof head) continue;
        if (memcmp(marker->data, head, sizeof head) != 0) continue;
        *length = marker->data_length - sizeof head;
        return marker->data + sizeof head;
    }
    return NULL;
}

const uint8_t *cjpeg_profile(cjpeg_reader *reader, size_t *length) {
    unsigned count = 0;
    if (setjmp(reader->failure)) return NULL;
    if (!reader->profile && !jpeg_read_icc_profile(&reader->codec, &reader->profile, &count)) return NULL;
    *length = count;
    return reader->profile;
}
