import Testing

@testable import RiffleAPI

@Suite("Recipes of other programs")
struct RecipeTests {
    private func recipe(_ text: String) throws -> EmbeddedRecipe {
        try #require(EmbeddedRecipe(notes: ["parameters": text]))
    }

    @Test("A1111's parameters are read, values in quotes and prompts of several lines too")
    func a1111() throws {
        let recipe = try recipe(
            """
            a lighthouse at dusk, <lora:seaside:0.6>
            film grain: heavy
            Negative prompt: people, boats
            text
            Steps: 28, Sampler: DPM++ 2M Karras, CFG scale: 6.5, Seed: 3141592653, Size: 768x512, Model hash: abc, \
            Model: dreamshaper_8, Denoising strength: 0.4, Lora hashes: "seaside: 12, sky: 34", Version: v1.6.0
            """)
        #expect(recipe.program == .a1111)
        #expect(recipe.prompt == "a lighthouse at dusk, <lora:seaside:0.6>\nfilm grain: heavy")
        #expect(recipe.negativePrompt == "people, boats\ntext")
        #expect((recipe.steps, recipe.cfg, recipe.seed) == (28, 6.5, 3_141_592_653))
        #expect((recipe.sampler, recipe.scheduler) == ("DPM++ 2M", "Karras"))
        #expect((recipe.width, recipe.height, recipe.denoise) == (768, 512, 0.4))
        #expect(recipe.model == "dreamshaper_8" && recipe.loras == [.init(name: "seaside", weight: 0.6)])
        #expect(
            recipe.others == [
                .init(name: "Model hash", value: "abc"), .init(name: "Lora hashes", value: "seaside: 12, sky: 34"),
            ])
    }

    /// Written by SD.Next 058a7f0c.
    @Test("SD.Next's templates and the class of its scheduler are left out")
    func sdNext() throws {
        let text = """
            a fox
            Negative prompt: blurry
            Template: a fox
            Negative template: blurry
            Steps: 3, Size: 64x64, Sampler: Euler a, Scheduler: EulerAncestralDiscreteScheduler, Seed: 9, CFG scale: 4.0, \
            App: SD.Next, Version: unknown, Pipeline: StableDiffusionPipeline, Model: tiny
            """
        let recipe = try #require(EmbeddedRecipe(notes: ["parameters": text]))
        #expect(recipe.prompt == "a fox" && recipe.negativePrompt == "blurry" && recipe.program == .sdNext)
        #expect(recipe.sampler == "Euler a" && recipe.scheduler == nil && recipe.width == 64)
    }

    @Test(
        "Forge, SD.Next and stable-diffusion.cpp are told apart",
        arguments: [
            (
                "Steps: 4, Sampler: Euler, Schedule type: Simple, CFG scale: 1, Seed: 1, Size: 896x1152, Model: flux1-dev, "
                    + "Version: f2.0.1v1.10.1-previous-659", EmbeddedRecipe.Program.forge, "Simple" as String?
            ),
            (
                "Steps: 20, Size: 1024x1024, Sampler: Default, Seed: 1, CFG scale: 6, App: SD.Next, Version: 0eb4a98, "
                    + "Pipeline: StableDiffusionXLPipeline, Operations: txt2img, Model: xl", .sdNext, nil
            ),
            (
                "Steps: 20, CFG scale: 7.000000, Guidance: 3.500000, Eta: 0.000000, Seed: 42, Size: 512x512, "
                    + "Model: v1-5.safetensors, RNG: cuda, Sampler: euler_a karras, Version: stable-diffusion.cpp",
                .stableDiffusionCpp, "karras"
            ),
        ])
    func family(line: String, program: EmbeddedRecipe.Program, scheduler: String?) throws {
        let recipe = try recipe("a fox\n\(line)")
        #expect(recipe.program == program && recipe.scheduler == scheduler && recipe.prompt == "a fox")
        #expect(recipe.steps != nil && recipe.seed != nil && recipe.width != nil && recipe.model != nil)
    }

    @Test("a graph's own settings are read: prompts through nodes between, a seed from another node, LoRAs")
    func comfyUI() throws {
        let recipe = try #require(EmbeddedRecipe(notes: ["prompt": sampleGraph]))
        #expect(recipe.program == .comfyUI && recipe.graph != nil && recipe.faults.isEmpty)
        #expect((recipe.prompt, recipe.negativePrompt) == ("a fox", "text"))
        #expect((recipe.model, recipe.seed) == ("sdxl.safetensors", 18_446_744_073_709_551_615))
        #expect((recipe.steps, recipe.cfg, recipe.sampler, recipe.scheduler) == (20, 7, "euler", "karras"))
        #expect((recipe.width, recipe.height) == (1024, 768))
        #expect(recipe.loras == [.init(name: "sea.safetensors", weight: 0.6)])
    }

    @Test("a graph with a node for each part of sampling is read")
    func parts() throws {
        let graph = """
            {"1": {"class_type": "SamplerCustomAdvanced", "inputs": {"noise": ["2", 0], "guider": ["3", 0],
                "sampler": ["4", 0], "sigmas": ["5", 0], "latent_image": ["6", 0]}},
             "2": {"class_type": "RandomNoise", "inputs": {"noise_seed": 9}},
             "3": {"class_type": "BasicGuider", "inputs": {"model": ["7", 0], "conditioning": ["8", 0]}},
             "4": {"class_type": "KSamplerSelect", "inputs": {"sampler_name": "euler"}},
             "5": {"class_type": "BasicScheduler", "inputs": {"model": ["7", 0], "scheduler": "simple", "steps": 4,
                "denoise": 1.0}},
             "6": {"class_type": "EmptySD3LatentImage", "inputs": {"width": 512, "height": 512, "batch_size": 1}},
             "7": {"class_type": "UNETLoader", "inputs": {"unet_name": "flux1.safetensors"}},
             "8": {"class_type": "FluxGuidance", "inputs": {"conditioning": ["9", 0], "guidance": 3.5}},
             "9": {"class_type": "CLIPTextEncode", "inputs": {"text": "a fox", "clip": ["7", 1]}}}
            """
        let recipe = try #require(EmbeddedRecipe(notes: ["prompt": graph]))
        #expect((recipe.prompt, recipe.negativePrompt, recipe.model) == ("a fox", nil, "flux1.safetensors"))
        #expect((recipe.seed, recipe.steps, recipe.sampler, recipe.scheduler) == (9, 4, "euler", "simple"))
    }

    @Test("InvokeAI's metadata of two ages is read")
    func invokeAI() throws {
        let new = try #require(
            EmbeddedRecipe(notes: [
                "invokeai_metadata": """
                {"positive_prompt": "a fox", "negative_prompt": "", "seed": 12, "steps": 30, "cfg_scale": 7.5,
                 "scheduler": "dpmpp_2m_k", "width": 1024, "height": 768, "app_version": "6.14.0",
                 "model": {"key": "x", "name": "juggernaut", "base": "sdxl"},
                 "loras": [{"model": {"name": "sea"}, "weight": 0.75}]}
                """
            ]))
        #expect(new.program == .invokeAI && new.prompt == "a fox" && new.negativePrompt == nil)
        #expect((new.model, new.seed, new.scheduler, new.width) == ("juggernaut", 12, "dpmpp_2m_k", 1024))
        #expect(new.loras == [.init(name: "sea", weight: 0.75)])
        let old = try #require(
            EmbeddedRecipe(notes: [
                "sd-metadata": """
                {"model_weights": "sd-1.5", "image": {"prompt": [{"prompt": "a fox", "weight": 1}], "steps": 50,
                 "cfg_scale": 7.5, "seed": 4, "sampler": "k_lms", "width": 512, "height": 512}}
                """
            ]))
        #expect((old.prompt, old.model, old.sampler, old.steps) == ("a fox", "sd-1.5", "k_lms", 50))
    }

    @Test("of an editor's workflow the settings are read, and it is said that it cannot be sent")
    func workflow() throws {
        let recipe = try #require(
            EmbeddedRecipe(notes: [
                "workflow": """
                {"nodes": [{"type": "KSampler", "widgets_values": [5, "randomize", 20, 8, "euler", "normal", 1]},
                 {"type": "CLIPTextEncode", "widgets_values": ["a fox"]},
                 {"type": "CheckpointLoaderSimple", "widgets_values": ["m.safetensors"]}]}
                """
            ]))
        #expect((recipe.prompt, recipe.model, recipe.seed, recipe.graph) == ("a fox", "m.safetensors", 5, nil))
        #expect(recipe.faults.count == 1)
    }

    @Test("what no program wrote is no recipe, and what is broken is reported")
    func broken() throws {
        #expect(EmbeddedRecipe(notes: ["parameters": "just: a, comment: here"]) == nil)
        #expect(EmbeddedRecipe(notes: ["Software": "x", "prompt": "a fox"]) == nil)
        #expect(EmbeddedRecipe(notes: [:], unread: ["Comment"]) == nil)
        let cut = try #require(EmbeddedRecipe(notes: ["prompt": #"{"1": {"class_type": "#]))
        #expect(cut.graph == nil && cut.faults == ["prompt: not JSON, or nested too deeply"])
        #expect(EmbeddedRecipe(notes: [:], unread: ["parameters"])?.faults == ["parameters: damaged or too long"])
    }

    @Test("numbers that no program takes are left out, and lists are bounded")
    func hostile() throws {
        let many = (0..<500).map { "Field \($0): x" }.joined(separator: ", ")
        let recipe = try recipe(
            "\(String(repeating: "<lora:a:1>", count: 200))\nSteps: 99999999, CFG scale: nan, Seed: -1, Size: 0x99999999, \(many)"
        )
        #expect((recipe.steps, recipe.cfg, recipe.seed, recipe.width) == (nil, nil, nil, nil))
        #expect(recipe.others.count == EmbeddedRecipe.otherLimit && recipe.loras.count == EmbeddedRecipe.loraLimit)
        // A graph that leads in a circle ends.
        let circle = """
            {"1": {"class_type": "KSampler", "inputs": {"model": ["1", 0], "latent_image": ["1", 0], "seed": ["2", 0],
                "positive": ["3", 0], "steps": 1}},
             "2": {"class_type": "X", "inputs": {"value": ["2", 0]}},
             "3": {"class_type": "Y", "inputs": {"conditioning": ["3", 0]}}}
            """
        #expect(EmbeddedRecipe(notes: ["prompt": circle])?.steps == 1)
    }
}

/// A graph as people have them: a LoRA, a seed of another node, a ControlNet on the way, two nodes that save.
let sampleGraph = """
    {"4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sdxl.safetensors"}},
     "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 1024, "height": 768, "batch_size": 4}},
     "6": {"class_type": "CLIPTextEncode", "inputs": {"text": ["20", 0], "clip": ["10", 1]}},
     "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "text", "clip": ["10", 1]}},
     "3": {"class_type": "KSampler", "inputs": {"seed": ["21", 0], "steps": 20, "cfg": 7.0, "sampler_name": "euler",
        "scheduler": "karras", "denoise": 1.0, "model": ["10", 0], "positive": ["12", 0], "negative": ["12", 1],
        "latent_image": ["5", 0]}},
     "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
     "9": {"class_type": "SaveImage", "inputs": {"images": ["8", 0], "filename_prefix": "ComfyUI"}},
     "10": {"class_type": "LoraLoader", "inputs": {"lora_name": "sea.safetensors", "strength_model": 0.6,
        "strength_clip": 1.0, "model": ["4", 0], "clip": ["4", 1]}},
     "11": {"class_type": "PreviewImage", "inputs": {"images": ["8", 0]}},
     "12": {"class_type": "ControlNetApplyAdvanced", "inputs": {"positive": ["6", 0], "negative": ["7", 0],
        "strength": 0.5}},
     "20": {"class_type": "PrimitiveString", "inputs": {"value": "a fox"}},
     "21": {"class_type": "Seed (rgthree)", "inputs": {"seed": 18446744073709551615}},
     "22": {"class_type": "ShowText|pysssss", "inputs": {"text": ["20", 0]}},
     "23": {"class_type": "Image Save", "inputs": {"images": ["8", 0], "output_path": "/etc"}}}
    """
