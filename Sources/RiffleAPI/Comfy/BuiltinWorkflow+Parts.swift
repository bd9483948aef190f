/// Graphs for models whose parts are separate files: FLUX.1 and Qwen-Image-Edit.
extension BuiltinWorkflow {
    private static let fluxParts = [
        Need(slot: "text_encoders", parts: ["clip_l"]), Need(slot: "text_encoders2", parts: ["t5"]),
        Need(slot: "vae", parts: ["ae.", "flux"]),
    ]
    private static let flux = Need(
        slot: "diffusion_models", parts: ["flux"],
        not: ["kontext", "fill", "canny", "depth", "redux", "flux2", "flux.2"])

    private static let fluxLoaders = """
        "1": {"class_type": "UNETLoader", "inputs": {"unet_name": "{{diffusion_models}}", "weight_dtype": "default"}},
         "2": {"class_type": "DualCLIPLoader", "inputs": {"clip_name1": "{{text_encoders}}",
            "clip_name2": "{{text_encoders2}}", "type": "flux"}},
         "3": {"class_type": "VAELoader", "inputs": {"vae_name": "{{vae}}"}},
         "4": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["2", 0], "text": "{{prompt}}"}},
         "5": {"class_type": "ConditioningZeroOut", "inputs": {"conditioning": ["4", 0]}},
        """

    /// Sampler, decoder and saver, from a latent picture in node 8 and a conditioning in node 9.
    private static func ending(denoise: String) -> String {
        """
        "10": {"class_type": "KSampler", "inputs": {"model": ["1", 0], "seed": "{{seed}}", "steps": "{{steps}}",
            "cfg": "{{cfg}}", "sampler_name": "{{sampler}}", "scheduler": "{{scheduler}}", "positive": ["9", 0],
            "negative": ["5", 0], "latent_image": ["8", 0], "denoise": \(denoise)}},
         "11": {"class_type": "VAEDecode", "inputs": {"samples": ["10", 0], "vae": ["3", 0]}},
         "riffle": {"class_type": "SaveImage", "inputs": {"images": ["11", 0], "filename_prefix": "{{prefix}}"}}}
        """
    }

    private static let guidance = """
        "9": {"class_type": "FluxGuidance", "inputs": {"conditioning": ["4", 0], "guidance": 3.5}},
        """

    private static let emptyLatent = """
        "8": {"class_type": "EmptySD3LatentImage", "inputs": {"width": "{{width}}", "height": "{{height}}",
            "batch_size": 1}},
        """

    static let redux = BuiltinWorkflow(
        name: "redux", title: "other pictures like this one, with FLUX.1 Redux", operations: [.variation],
        needs: [flux] + fluxParts + [
            Need(slot: "clip_vision", parts: ["sigclip", "siglip"]), Need(slot: "style_models", parts: ["redux"]),
        ],
        nodes: ["StyleModelApply"], sizeStep: 16,
        text: """
            {\(fluxLoaders)
             "6": {"class_type": "LoadImage", "inputs": {"image": "{{image}}"}},
             "7": {"class_type": "CLIPVisionEncode", "inputs": {"clip_vision": ["12", 0], "image": ["6", 0],
                "crop": "center"}},
             "12": {"class_type": "CLIPVisionLoader", "inputs": {"clip_name": "{{clip_vision}}"}},
             "13": {"class_type": "StyleModelLoader", "inputs": {"style_model_name": "{{style_models}}"}},
             "14": {"class_type": "FluxGuidance", "inputs": {"conditioning": ["4", 0], "guidance": 3.5}},
             "9": {"class_type": "StyleModelApply", "inputs": {"conditioning": ["14", 0], "style_model": ["13", 0],
                "clip_vision_output": ["7", 0], "strength": "{{likeness}}", "strength_type": "multiply"}},
             \(emptyLatent)
             \(ending(denoise: "1.0"))
            """)

    static let img2imgFlux = BuiltinWorkflow(
        name: "img2img-flux", title: "redraw the picture with FLUX.1", operations: [.variation, .edit],
        needs: [flux] + fluxParts, nodes: ["FluxGuidance"], sizeStep: 16,
        text: """
            {\(fluxLoaders)
             "6": {"class_type": "LoadImage", "inputs": {"image": "{{image}}"}},
             "7": {"class_type": "ImageScale", "inputs": {"image": ["6", 0], "upscale_method": "lanczos",
                "width": "{{width}}", "height": "{{height}}", "crop": "center"}},
             "8": {"class_type": "VAEEncode", "inputs": {"pixels": ["7", 0], "vae": ["3", 0]}},
             \(guidance)
             \(ending(denoise: "\"{{strength}}\""))
            """)

    static let txt2imgFlux = BuiltinWorkflow(
        name: "txt2img-flux", title: "from a prompt with FLUX.1", operations: [.generation],
        needs: [flux] + fluxParts, nodes: ["FluxGuidance"], sizeStep: 16,
        text: """
            {\(fluxLoaders)
             \(guidance)
             \(emptyLatent)
             \(ending(denoise: "1.0"))
            """)

    static let kontext = BuiltinWorkflow(
        name: "kontext", title: "change the picture by a prompt, with FLUX.1 Kontext", operations: [.edit],
        needs: [Need(slot: "diffusion_models", parts: ["kontext"])] + fluxParts, nodes: ["FluxKontextImageScale"],
        sizeStep: 16,
        text: """
            {\(fluxLoaders)
             "6": {"class_type": "LoadImage", "inputs": {"image": "{{image}}"}},
             "7": {"class_type": "FluxKontextImageScale", "inputs": {"image": ["6", 0]}},
             "8": {"class_type": "VAEEncode", "inputs": {"pixels": ["7", 0], "vae": ["3", 0]}},
             "12": {"class_type": "ReferenceLatent", "inputs": {"conditioning": ["4", 0], "latent": ["8", 0]}},
             "9": {"class_type": "FluxGuidance", "inputs": {"conditioning": ["12", 0], "guidance": 2.5}},
             \(ending(denoise: "1.0"))
            """)

    static let qwenEdit = BuiltinWorkflow(
        name: "qwen-image-edit", title: "change the picture by a prompt, with Qwen-Image-Edit", operations: [.edit],
        needs: [
            Need(slot: "diffusion_models", parts: ["qwen_image_edit", "qwen-image-edit"]),
            Need(slot: "text_encoders", parts: ["qwen_2.5_vl", "qwen2.5_vl", "qwen"]),
            Need(slot: "vae", parts: ["qwen_image_vae", "qwen"]),
        ],
        nodes: ["TextEncodeQwenImageEditPlus"], sizeStep: 16,
        text: """
            {"1": {"class_type": "CFGNorm", "inputs": {"model": ["14", 0], "strength": 1.0}},
             "2": {"class_type": "CLIPLoader", "inputs": {"clip_name": "{{text_encoders}}", "type": "qwen_image"}},
             "3": {"class_type": "VAELoader", "inputs": {"vae_name": "{{vae}}"}},
             "6": {"class_type": "LoadImage", "inputs": {"image": "{{image}}"}},
             "7": {"class_type": "FluxKontextImageScale", "inputs": {"image": ["6", 0]}},
             "9": {"class_type": "TextEncodeQwenImageEditPlus", "inputs": {"clip": ["2", 0], "vae": ["3", 0],
                "image1": ["7", 0], "prompt": "{{prompt}}"}},
             "5": {"class_type": "TextEncodeQwenImageEditPlus", "inputs": {"clip": ["2", 0], "vae": ["3", 0],
                "image1": ["7", 0], "prompt": "{{negative}}"}},
             "8": {"class_type": "VAEEncode", "inputs": {"pixels": ["7", 0], "vae": ["3", 0]}},
             "13": {"class_type": "UNETLoader", "inputs": {"unet_name": "{{diffusion_models}}",
                "weight_dtype": "default"}},
             "14": {"class_type": "ModelSamplingAuraFlow", "inputs": {"model": ["13", 0], "shift": 3.0}},
             \(ending(denoise: "1.0"))
            """)
}
