#pragma once
#include "inflate.h"
#include "png_filter.h"
#include "png_unfilter.h"
#include "sixel_kernels.h"
#include "resize_kernels.h"
#if __has_include("patch_kernels.h")
#include "patch_kernels.h"
#include "flow_kernels.h"
#endif
