"""Writes a Stable Diffusion 1.5 checkpoint of random weights: of the right shape, and good for nothing but tests.

    random_checkpoint.py FILE.safetensors [--small]

`--small` leaves out most blocks of the U-Net: ComfyUI reads its depth from the file, stable-diffusion.cpp does not.
The names are those of the original release (`model.diffusion_model.…`), which all programs read. Source: CompVis
stable-diffusion, `configs/stable-diffusion/v1-inference.yaml` and `ldm/modules`; OpenAI CLIP ViT-L/14 as transformers names it;
the safetensors format.
"""

import json
import os
import struct
import sys

shapes = {}


def weights(name, *shape, bias=True):
    shapes[name + ".weight"] = shape
    if bias:
        shapes[name + ".bias"] = shape[:1]


def conv(name, out, into, side=3):
    weights(name, out, into, side, side)


def residual(name, into, out, embedding=1280):
    weights(name + ".in_layers.0", into)
    conv(name + ".in_layers.2", out, into)
    weights(name + ".emb_layers.1", out, embedding)
    weights(name + ".out_layers.0", out)
    conv(name + ".out_layers.3", out, out)
    if into != out:
        conv(name + ".skip_connection", out, into, 1)


def transformer(name, width, context=768):
    weights(name + ".norm", width)
    conv(name + ".proj_in", width, width, 1)
    block = name + ".transformer_blocks.0"
    for attention, source in (("attn1", width), ("attn2", context)):
        weights(f"{block}.{attention}.to_q", width, width, bias=False)
        weights(f"{block}.{attention}.to_k", width, source, bias=False)
        weights(f"{block}.{attention}.to_v", width, source, bias=False)
        weights(f"{block}.{attention}.to_out.0", width, width)
    weights(f"{block}.ff.net.0.proj", 8 * width, width)
    weights(f"{block}.ff.net.2", width, 4 * width)
    for norm in ("norm1", "norm2", "norm3"):
        weights(f"{block}.{norm}", width)
    conv(name + ".proj_out", width, width, 1)


def unet(root="model.diffusion_model.", multiples=(1, 2, 4, 4), blocks=2):
    base, last = 320, len(multiples) - 1
    weights(root + "time_embed.0", 4 * base, base)
    weights(root + "time_embed.2", 4 * base, 4 * base)
    conv(root + "input_blocks.0.0", base, 4)
    widths, width, place = [base], base, 0
    for level, multiple in enumerate(multiples):
        for _ in range(blocks):
            place += 1
            residual(f"{root}input_blocks.{place}.0", width, base * multiple)
            width = base * multiple
            if level < 3:
                transformer(f"{root}input_blocks.{place}.1", width)
            widths.append(width)
        if level < last:
            place += 1
            conv(f"{root}input_blocks.{place}.0.op", width, width)
            widths.append(width)
    residual(root + "middle_block.0", width, width)
    transformer(root + "middle_block.1", width)
    residual(root + "middle_block.2", width, width)
    place = 0
    for level, multiple in reversed(list(enumerate(multiples))):
        for number in range(blocks + 1):
            residual(f"{root}output_blocks.{place}.0", width + widths.pop(), base * multiple)
            width = base * multiple
            if level < 3:
                transformer(f"{root}output_blocks.{place}.1", width)
            if level and number == blocks:
                conv(f"{root}output_blocks.{place}.{2 if level < 3 else 1}.conv", width, width)
            place += 1
    weights(root + "out.0", base)
    conv(root + "out.2", 4, base)


def plain_residual(name, into, out):
    weights(name + ".norm1", into)
    conv(name + ".conv1", out, into)
    weights(name + ".norm2", out)
    conv(name + ".conv2", out, out)
    if into != out:
        conv(name + ".nin_shortcut", out, into, 1)


def autoencoder_middle(name):
    plain_residual(name + ".block_1", 512, 512)
    weights(name + ".attn_1.norm", 512)
    for part in ("q", "k", "v", "proj_out"):
        conv(f"{name}.attn_1.{part}", 512, 512, 1)
    plain_residual(name + ".block_2", 512, 512)


def autoencoder(root="first_stage_model."):
    widths = (128, 256, 512, 512)
    conv(root + "encoder.conv_in", 128, 3)
    width = 128
    for level, out in enumerate(widths):
        for number in range(2):
            plain_residual(f"{root}encoder.down.{level}.block.{number}", width, out)
            width = out
        if level < 3:
            conv(f"{root}encoder.down.{level}.downsample.conv", width, width)
    autoencoder_middle(root + "encoder.mid")
    weights(root + "encoder.norm_out", 512)
    conv(root + "encoder.conv_out", 8, 512)
    conv(root + "decoder.conv_in", 512, 4)
    autoencoder_middle(root + "decoder.mid")
    for level, out in reversed(list(enumerate(widths))):
        for number in range(3):
            plain_residual(f"{root}decoder.up.{level}.block.{number}", width, out)
            width = out
        if level:
            conv(f"{root}decoder.up.{level}.upsample.conv", width, width)
    weights(root + "decoder.norm_out", 128)
    conv(root + "decoder.conv_out", 3, 128)
    conv(root + "quant_conv", 8, 8, 1)
    conv(root + "post_quant_conv", 4, 4, 1)


def text_encoder(root="cond_stage_model.transformer.text_model."):
    weights(root + "embeddings.token_embedding", 49408, 768, bias=False)
    weights(root + "embeddings.position_embedding", 77, 768, bias=False)
    for layer in range(12):
        name = f"{root}encoder.layers.{layer}"
        for part in ("q_proj", "k_proj", "v_proj", "out_proj"):
            weights(f"{name}.self_attn.{part}", 768, 768)
        weights(name + ".layer_norm1", 768)
        weights(name + ".mlp.fc1", 3072, 768)
        weights(name + ".mlp.fc2", 768, 3072)
        weights(name + ".layer_norm2", 768)
    weights(root + "final_layer_norm", 768)


def count(shape):
    product = 1
    for side in shape:
        product *= side
    return product


def halves(name, shape, noise):
    """Half floats: noise of a size that keeps what goes through a layer as large as it was; 1 for norms, 0 for biases."""
    if name.endswith(".bias"):
        return bytes(2 * count(shape))
    if len(shape) == 1:
        return b"\x00\x3c" * count(shape)
    fan = count(shape[1:])
    # Sign and fraction are random; the exponent is that of 1 over the root of the inputs. 15 is 2 to the power of 0.
    exponent = max(1, 14 - (fan.bit_length() // 2))
    sized = bytearray(noise)
    sized[1::2] = bytes(high & 0x83 | exponent << 2 for high in noise[1::2])
    length = 2 * count(shape)
    return (bytes(sized) * (length // len(sized) + 1))[:length]


def main(path, *options):
    if options == ("--small",):
        unet(multiples=(1,), blocks=1)
    else:
        unet()
    autoencoder()
    text_encoder()
    header, offset = {}, 0
    for name, shape in shapes.items():
        length = 2 * count(shape)
        header[name] = {"dtype": "F16", "shape": shape, "data_offsets": [offset, offset + length]}
        offset += length
    text = json.dumps(header).encode()
    noise = os.urandom(1 << 17)
    with open(path + ".part", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for name, shape in shapes.items():
            file.write(halves(name, shape, noise))
    os.rename(path + ".part", path)


if __name__ == "__main__":
    main(*sys.argv[1:])
