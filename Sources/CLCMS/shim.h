#include <lcms2.h>

// Pixel formats, which lcms2.h defines by macros that Swift does not import.
static const cmsUInt32Number clcms_rgba = TYPE_RGBA_8;
static const cmsUInt32Number clcms_gray = TYPE_GRAY_8;
static const cmsUInt32Number clcms_inverted_cmyk = TYPE_CMYK_8_REV;
