#include "CBundled.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// The bytes of a file, as an array that the compiler fills.
#define THEME(variable) static const unsigned char theme_##variable[]
#define SAMPLE(variable) static const unsigned char sample_##variable[]
#define ARTICLE(variable) static const unsigned char article_##variable[]

THEME(catppuccin_latte) = {
#embed "../../themes/catppuccin-latte.toml"
};
THEME(catppuccin_mocha) = {
#embed "../../themes/catppuccin-mocha.toml"
};
THEME(colour_blind_light) = {
#embed "../../themes/colour-blind-light.toml"
};
THEME(colour_blind) = {
#embed "../../themes/colour-blind.toml"
};
THEME(dracula) = {
#embed "../../themes/dracula.toml"
};
THEME(everforest_light) = {
#embed "../../themes/everforest-light.toml"
};
THEME(everforest) = {
#embed "../../themes/everforest.toml"
};
THEME(gruvbox) = {
#embed "../../themes/gruvbox.toml"
};
THEME(high_contrast) = {
#embed "../../themes/high-contrast.toml"
};
THEME(kanagawa) = {
#embed "../../themes/kanagawa.toml"
};
THEME(mono) = {
#embed "../../themes/mono.toml"
};
THEME(nord) = {
#embed "../../themes/nord.toml"
};
THEME(paper) = {
#embed "../../themes/paper.toml"
};
THEME(riffle_dark) = {
#embed "../../themes/riffle-dark.toml"
};
THEME(riffle_light) = {
#embed "../../themes/riffle-light.toml"
};
THEME(rose_pine_dawn) = {
#embed "../../themes/rose-pine-dawn.toml"
};
THEME(rose_pine) = {
#embed "../../themes/rose-pine.toml"
};
THEME(sixteen) = {
#embed "../../themes/sixteen.toml"
};
THEME(solarized_dark) = {
#embed "../../themes/solarized-dark.toml"
};
THEME(solarized_light) = {
#embed "../../themes/solarized-light.toml"
};
THEME(tokyo_night) = {
#embed "../../themes/tokyo-night.toml"
};

SAMPLE(balloon) = {
#embed "../riffle/Samples/balloon.png"
};
SAMPLE(brick) = {
#embed "../riffle/Samples/brick.png"
};
SAMPLE(cat) = {
#embed "../riffle/Samples/cat.png"
};
SAMPLE(dandelion) = {
#embed "../riffle/Samples/dandelion.png"
};
SAMPLE(hills) = {
#embed "../riffle/Samples/hills.png"
};
SAMPLE(rocket) = {
#embed "../riffle/Samples/rocket.png"
};
SAMPLE(valley) = {
#embed "../riffle/Samples/valley.png"
};

ARTICLE(using) = {
#embed "../riffle/Manual.docc/Using.md"
};
ARTICLE(keys) = {
#embed "../riffle/Manual.docc/Keys.md"
};
ARTICLE(manners) = {
#embed "../riffle/Manual.docc/Manners.md"
};
ARTICLE(backends) = {
#embed "../riffle/Manual.docc/Backends.md"
};
ARTICLE(comfyui) = {
#embed "../riffle/Manual.docc/ComfyUI.md"
};
ARTICLE(configuration) = {
#embed "../riffle/Manual.docc/Configuration.md"
};
ARTICLE(themes) = {
#embed "../riffle/Manual.docc/Themes.md"
};
ARTICLE(scripts) = {
#embed "../riffle/Manual.docc/Scripts.md"
};
ARTICLE(troubleshooting) = {
#embed "../riffle/Manual.docc/Troubleshooting.md"
};

#define ENTRY(name, array) {name, array, sizeof array}

static const struct bundled_file themes[] = {
    ENTRY("catppuccin-latte.toml", theme_catppuccin_latte),
    ENTRY("catppuccin-mocha.toml", theme_catppuccin_mocha),
    ENTRY("colour-blind-light.toml", theme_colour_blind_light),
    ENTRY("colour-blind.toml", theme_colour_blind),
    ENTRY("dracula.toml", theme_dracula),
    ENTRY("everforest-light.toml", theme_everforest_light),
    ENTRY("everforest.toml", theme_everforest),
    ENTRY("gruvbox.toml", theme_gruvbox),
    ENTRY("high-contrast.toml", theme_high_contrast),
    ENTRY("kanagawa.toml", theme_kanagawa),
    ENTRY("mono.toml", theme_mono),
    ENTRY("nord.toml", theme_nord),
    ENTRY("paper.toml", theme_paper),
    ENTRY("riffle-dark.toml", theme_riffle_dark),
    ENTRY("riffle-light.toml", theme_riffle_light),
    ENTRY("rose-pine-dawn.toml", theme_rose_pine_dawn),
    ENTRY("rose-pine.toml", theme_rose_pine),
    ENTRY("sixteen.toml", theme_sixteen),
    ENTRY("solarized-dark.toml", theme_solarized_dark),
    ENTRY("solarized-light.toml", theme_solarized_light),
    ENTRY("tokyo-night.toml", theme_tokyo_night),
};

static const struct bundled_file samples[] = {
    ENTRY("balloon.png", sample_balloon),
    ENTRY("brick.png", sample_brick),
    ENTRY("cat.png", sample_cat),
    ENTRY("dandelion.png", sample_dandelion),
    ENTRY("hills.png", sample_hills),
    ENTRY("rocket.png", sample_rocket),
    ENTRY("valley.png", sample_valley),
};

// In the order in which help lists them.
static const struct bundled_file articles[] = {
    ENTRY("using", article_using),
    ENTRY("keys", article_keys),
    ENTRY("manners", article_manners),
    ENTRY("backends", article_backends),
    ENTRY("comfyui", article_comfyui),
    ENTRY("configuration", article_configuration),
    ENTRY("themes", article_themes),
    ENTRY("scripts", article_scripts),
    ENTRY("troubleshooting", article_troubleshooting),
};

const struct bundled_file *bundled_theme(size_t index) {
    return index < sizeof themes / sizeof *themes ? &themes[index] : NULL;
}

const struct bundled_file *bundled_sample(size_t index) {
    return index < sizeof samples / sizeof *samples ? &samples[index] : NULL;
}

const struct bundled_file *bundled_article(size_t index) {
    return index < sizeof articles / sizeof *articles ? &articles[index] : NULL;
}
