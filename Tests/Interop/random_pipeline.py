"""Writes a Stable Diffusion pipeline of diffusers with small random weights: of the right shape, and good for nothing but tests.

    random_pipeline.py FOLDER
"""

import json
import string
import sys
import tempfile

import torch
from diffusers import AutoencoderKL, PNDMScheduler, StableDiffusionPipeline, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

torch.manual_seed(0)
# Every character is a token of its own.
words = ["<|startoftext|>", "<|endoftext|>"]
for character in string.ascii_lowercase + string.digits + string.punctuation:
    words += [character, character + "</w>"]
with tempfile.TemporaryDirectory() as folder:
    with open(folder + "/vocab.json", "w") as file:
        json.dump({word: place for place, word in enumerate(words)}, file)
    with open(folder + "/merges.txt", "w") as file:
        file.write("#version: 0.2\n")
    tokenizer = CLIPTokenizer(
        folder + "/vocab.json", folder + "/merges.txt", unk_token="<|endoftext|>", model_max_length=77)
    StableDiffusionPipeline(
        vae=AutoencoderKL(
            block_out_channels=(32,) * 4, down_block_types=("DownEncoderBlock2D",) * 4,
            up_block_types=("UpDecoderBlock2D",) * 4, latent_channels=4, norm_num_groups=8),
        text_encoder=CLIPTextModel(
            CLIPTextConfig(
                hidden_size=32, intermediate_size=37, num_attention_heads=4, num_hidden_layers=2, vocab_size=len(words),
                bos_token_id=0, eos_token_id=1, pad_token_id=1)),
        tokenizer=tokenizer,
        unet=UNet2DConditionModel(
            block_out_channels=(32, 64), layers_per_block=1, sample_size=16,
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
            cross_attention_dim=32, norm_num_groups=8),
        scheduler=PNDMScheduler(
            skip_prk_steps=True, beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1),
        safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    ).save_pretrained(sys.argv[1])
