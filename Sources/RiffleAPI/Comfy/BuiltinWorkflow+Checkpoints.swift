/// Graphs for checkpoints: models that are one file, such as Stable Diffusion 1.5, SDXL and 3.5.
extension BuiltinWorkflow {
    static let img2img = BuiltinWorkflow(
        name: "img2img", title: "redraw the picture with a checkpoint", operations: [.variation, .edit],
        needs: [Need(slot: "checkpoints", not: ["inpaint", "refiner", "unclip"])],
        text: """
            {"1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "{{checkpoints}}"}},
             "2": {"class_type": "LoadImage", "inputs": {"image": "{{image}}"}},
             "3": {"class_type": "ImageScale", "inputs": {"image": ["2", 0], "upscale_method": "lanczos",
                "width": "{{width}}", "height": "{{height}}", "crop": "center"}},
             "4": {"class_type": "VAEEncode", "inputs": {"pixels": ["3", 0], "vae": ["1", 2]}},
             "5": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["1", 1], "text": "{{prompt}}"}},
             "6": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["1", 1], "text": "{{negative}}"}},
             "7": {"class_type": "KSampler", "inputs": {"model": ["1", 0], "seed": "{{seed}}", "steps": "{{steps}}",
                "cfg": "{{cfg}}", "sampler_name": "{{sampler}}", "scheduler": "{{scheduler}}", "positive": ["5", 0],
                "negative": ["6", 0], "latent_image": ["4", 0], "denoise": "{{strength}}"}},
             "8": {"class_type": "VAEDecode", "inputs": {"samples": ["7", 0], "vae": ["1", 2]}},
             "riffle": {"class_type": "SaveImage", "inputs": {"images": ["8", 0], "filename_prefix": "{{prefix}}"}}}
            """)

    static let inpaint = BuiltinWorkflow(
        name: "inpaint", title: "redraw what the mask leaves clear", operations: [.edit],
        needs: [Need(slot: "checkpoints", not: ["refiner", "unclip"], prefers: ["inpaint"])],
        takesMask: true,
        text: """
            {"1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "{{checkpoints}}"}},
             "2": {"class_type": "LoadImage", "inputs": {"image": "{{image}}"}},
             "3": {"class_type": "LoadImageMask", "inputs": {"image": "{{mask}}", "channel": "alpha"}},
             "4": {"class_type": "GrowMask", "inputs": {"mask": ["3", 0], "expand": 6, "tapered_corners": true}},
             "5": {"class_type": "VAEEncode", "inputs": {"pixels": ["2", 0], "vae": ["1", 2]}},
             "6": {"class_type": "SetLatentNoiseMask", "inputs": {"samples": ["5", 0], "mask": ["4", 0]}},
             "7": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["1", 1], "text": "{{prompt}}"}},
             "8": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["1", 1], "text": "{{negative}}"}},
             "9": {"class_type": "KSampler", "inputs": {"model": ["1", 0], "seed": "{{seed}}", "steps": "{{steps}}",
                "cfg": "{{cfg}}", "sampler_name": "{{sampler}}", "scheduler": "{{scheduler}}", "positive": ["7", 0],
                "negative": ["8", 0], "latent_image": ["6", 0], "denoise": "{{strength}}"}},
             "10": {"class_type": "VAEDecode", "inputs": {"samples": ["9", 0], "vae": ["1", 2]}},
             "11": {"class_type": "ImageCompositeMasked", "inputs": {"destination": ["2", 0], "source": ["10", 0],
                "x": 0, "y": 0, "resize_source": true, "mask": ["4", 0]}},
             "riffle": {"class_type": "SaveImage", "inputs": {"images": ["11", 0], "filename_prefix": "{{prefix}}"}}}
            """)

    static let txt2img = BuiltinWorkflow(
        name: "txt2img", title: "from a prompt with a checkpoint", operations: [.generation],
        needs: [Need(slot: "checkpoints", not: ["inpaint", "refiner", "unclip"])],
        text: """
            {"1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "{{checkpoints}}"}},
             "2": {"class_type": "EmptyLatentImage", "inputs": {"width": "{{width}}", "height": "{{height}}",
                "batch_size": 1}},
             "3": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["1", 1], "text": "{{prompt}}"}},
             "4": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["1", 1], "text": "{{negative}}"}},
             "5": {"class_type": "KSampler", "inputs": {"model": ["1", 0], "seed": "{{seed}}", "steps": "{{steps}}",
                "cfg": "{{cfg}}", "sampler_name": "{{sampler}}", "scheduler": "{{scheduler}}", "positive": ["3", 0],
                "negative": ["4", 0], "latent_image": ["2", 0], "denoise": 1.0}},
             "6": {"class_type": "VAEDecode", "inputs": {"samples": ["5", 0], "vae": ["1", 2]}},
             "riffle": {"class_type": "SaveImage", "inputs": {"images": ["6", 0], "filename_prefix": "{{prefix}}"}}}
            """)

    static let unclip = BuiltinWorkflow(
        name: "unclip", title: "other pictures like this one, with an unCLIP checkpoint", operations: [.variation],
        needs: [Need(slot: "checkpoints", parts: ["unclip"])], nodes: ["unCLIPCheckpointLoader"],
        text: """
            {"1": {"class_type": "unCLIPCheckpointLoader", "inputs": {"ckpt_name": "{{checkpoints}}"}},
             "2": {"class_type": "LoadImage", "inputs": {"image": "{{image}}"}},
             "3": {"class_type": "CLIPVisionEncode", "inputs": {"clip_vision": ["1", 3], "image": ["2", 0],
                "crop": "center"}},
             "4": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["1", 1], "text": "{{prompt}}"}},
             "5": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["1", 1], "text": "{{negative}}"}},
             "6": {"class_type": "unCLIPConditioning", "inputs": {"conditioning": ["4", 0],
                "clip_vision_output": ["3", 0], "strength": 1.0, "noise_augmentation": "{{strength}}"}},
             "7": {"class_type": "EmptyLatentImage", "inputs": {"width": "{{width}}", "height": "{{height}}",
                "batch_size": 1}},
             "8": {"class_type": "KSampler", "inputs": {"model": ["1", 0], "seed": "{{seed}}", "steps": "{{steps}}",
                "cfg": "{{cfg}}", "sampler_name": "{{sampler}}", "scheduler": "{{scheduler}}", "positive": ["6", 0],
                "negative": ["5", 0], "latent_image": ["7", 0], "denoise": 1.0}},
             "9": {"class_type": "VAEDecode", "inputs": {"samples": ["8", 0], "vae": ["1", 2]}},
             "riffle": {"class_type": "SaveImage", "inputs": {"images": ["9", 0], "filename_prefix": "{{prefix}}"}}}
            """)

    static let upscale = BuiltinWorkflow(
        name: "upscale", title: "enlarge with an upscaling model", operations: [.variation],
        needs: [Need(slot: "upscale_models")], nodes: ["UpscaleModelLoader"], isAutomatic: false,

        text: """
            {"1": {"class_type": "LoadImage", "inputs": {"image": "{{image}}"}},
             "2": {"class_type": "UpscaleModelLoader", "inputs": {"model_name": "{{upscale_models}}"}},
             "3": {"class_type": "ImageUpscaleWithModel", "inputs": {"upscale_model": ["2", 0], "image": ["1", 0]}},
             "riffle": {"class_type": "SaveImage", "inputs": {"images": ["3", 0], "filename_prefix": "{{prefix}}"}}}
            """)
}
