"""What `proof` does once everything is there: starts the servers one by one, and drives riffle against them.

Prints what it saw, and for every failure a line `FAIL what`; ends with the number of failures.
"""

import contextlib
import json
import os
import pathlib
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from checks import KEY, PROGRAM, mask, png

MODEL, LITELLM = sys.argv[1:3]
XINFERENCE, PIPELINE = os.environ.get("XINFERENCE"), os.environ.get("PIPELINE")
COMFYUI, COMFYUI_PYTHON = os.environ.get("COMFYUI"), os.environ.get("COMFYUI_PYTHON", "python3")
failures = []


def expect(fact, what):
    print(("ok   " if fact else "FAIL ") + what, flush=True)
    if not fact:
        failures.append(what)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def rows(picture):
    """What a PNG has of pixels: beside them Riffle writes a recipe, which has a date."""
    if not picture.startswith(b"\x89PNG"):
        return picture
    data, place = b"", 8
    while place < len(picture):
        length, kind = struct.unpack(">I4s", picture[place:place + 8])
        if kind == b"IDAT":
            data += picture[place + 8:place + 8 + length]
        place += 12 + length
    return data


def ask(port, path, body=None):
    """The JSON that a server answers."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Content-Type": "application/json"})
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(request, data, timeout=600) as answer:
        return json.load(answer)


@contextlib.contextmanager
def server(arguments, port, path, seconds=600, environment=None):
    """A server, which is there when its path answers at all, and gone afterwards."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(arguments, stdout=log, stderr=log, env={**os.environ, **(environment or {})})
        try:
            end = time.monotonic() + seconds
            while True:
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).close()
                    break
                except urllib.error.HTTPError:
                    break
                except OSError:
                    if process.poll() is not None or time.monotonic() > end:
                        log.seek(0)
                        raise SystemExit(f"{arguments[0]} does not start:\n{log.read().decode(errors='replace')[-2000:]}")
                    time.sleep(0.5)
            yield process
        finally:
            process.terminate()
            process.wait()


class Riffle:
    """The program with a home and a folder of pictures of its own, and one backend."""

    def __init__(self, home, backend):
        self.home = home
        self.pictures = pathlib.Path(home, "pictures")
        self.pictures.mkdir()
        self.pictures.joinpath("cat.png").write_bytes(png(64, 64))
        self.pictures.joinpath("hole.png").write_bytes(mask(64))
        configuration = pathlib.Path(home, ".config/riffle/config.toml")
        configuration.parent.mkdir(parents=True)
        configuration.write_text(f'backend = "there"\n[backends.there]\n{backend}\n')
        kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
        self.environment = {**kept, "HOME": home, "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}

    def start(self, *arguments):
        return subprocess.Popen(
            [PROGRAM, "images", *arguments, "--backend", "there"], cwd=self.pictures, env=self.environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, *arguments):
        process = self.start(*arguments)
        output, errors = process.communicate(timeout=1800)
        return process.returncode, output.split(), errors.strip()

    def made(self, *arguments):
        """The pixels of what a command writes."""
        code, paths, errors = self.run(*arguments, "--out", "../made")
        if code:
            print("     " + errors)
        return [rows(self.pictures.joinpath(path).read_bytes()) for path in paths] if code == 0 else []

    def tmux(self, *arguments):
        return subprocess.run(
            ["tmux", "-L", f"riffle-proof-{os.getpid()}", *arguments], env=self.environment, text=True,
            stdout=subprocess.PIPE, check=False).stdout

    def see(self, text, seconds=1200):
        """Waits until the screen shows a text."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            screen = self.tmux("capture-pane", "-p")
            if text in screen:
                return True
            time.sleep(0.5)
        print(screen)
        return False


def stable_diffusion():
    port = free_port()
    arguments = [
        os.environ["SD_SERVER"], "-m", MODEL, "--listen-ip", "127.0.0.1", "--listen-port", str(port), "--steps", "2",
    ]
    with server(arguments, port, "/sdcpp/v1/capabilities"), tempfile.TemporaryDirectory(prefix="riffle-proof-") as home:
        riffle = Riffle(home, f'preset = "stable-diffusion.cpp"\nbase_url = "http://127.0.0.1:{port}/v1"')
        vary = ["create-variation", "--image", "cat.png", "--n", "2"]
        first = riffle.made(*vary, "--seed", "7", "--strength", "0.5")
        expect(len(first) == 2 and first[0] != first[1], "stable-diffusion.cpp: two variations, which differ")
        expect(riffle.made(*vary, "--seed", "7", "--strength", "0.5") == first, "the same seed makes them again")
        expect(riffle.made(*vary, "--seed", "8", "--strength", "0.5") != first, "another seed makes others")
        # Of two steps, the server takes one at any strength.
        weak, strong = (
            riffle.made(*vary, "--seed", "7", "--steps", "4", "--strength", strength) for strength in ("0.25", "0.75"))
        expect(weak != strong, "another strength makes others")
        expect(riffle.made(*vary)[:1] != riffle.made(*vary)[:1], "without a seed each request makes others")
        edit = ["edit", "--image", "cat.png", "--prompt", "a hat", "--seed", "7", "--strength", "0.9"]
        masked, whole = riffle.made(*edit, "--mask", "hole.png"), riffle.made(*edit)
        expect(masked and whole and masked != whole, "a mask changes what an edit makes")
        code, _, errors = riffle.run(*vary, "--sampler", "no-such-sampler")
        print("     " + errors)
        expect(code == 64 and "there are: euler" in errors, "a sampler it does not have is refused, with those it has")
        code, _, errors = riffle.run(*vary[:-1], "9")
        expect(code == 64 and "8" in errors, "more than its 8 pictures are refused")
        running, waiting = riffle.start(*vary), riffle.start(*vary)
        time.sleep(3)
        waiting.send_signal(signal.SIGINT)
        expect(waiting.wait(timeout=30) == 130, "Ctrl-C ends a request that waits, with 130")
        running.communicate(timeout=1800)
        expect(running.returncode == 0, "and not the one that runs")
        screen(riffle)


def screen(riffle, *keys):
    """Four variations from the form, which these keys have filled in."""
    riffle.tmux("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", "-c", str(riffle.pictures), PROGRAM + " .")
    try:
        expect(riffle.see("cat.png"), "the screen shows the folder")
        riffle.tmux("send-keys", "v")
        expect(riffle.see("Requested at 64x64"), "v opens the form, which tells the size")
        riffle.tmux("send-keys", *keys, "Enter")
        expect(riffle.see("4 of 4"), "Enter makes four variations")
        print(riffle.tmux("capture-pane", "-p"))
        riffle.tmux("send-keys", "q")
    finally:
        riffle.tmux("kill-server")


def xinference():
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="riffle-proof-") as home:
        environment = {
            "XINFERENCE_HOME": home + "/xinference", "XINFERENCE_AUTH_ADVANCED": "0", "XINFERENCE_ENABLE_VIRTUAL_ENV": "0",
            "HF_HUB_OFFLINE": "1", "CUDA_VISIBLE_DEVICES": ""}
        arguments = [XINFERENCE + "/python", XINFERENCE + "/xinference-local", "-H", "127.0.0.1", "-p", str(port)]
        with server(arguments, port, "/v1/models", environment=environment):
            spec = {
                "version": 2, "model_name": "tiny", "model_family": "stable_diffusion", "model_id": "riffle/tiny",
                "model_revision": "main", "model_hub": "huggingface", "model_uri": PIPELINE,
                "model_ability": ["text2image", "image2image", "inpainting"], "controlnet": []}
            ask(port, "/v1/model_registrations/image", {"model": json.dumps(spec), "persist": False})
            # It removes empty folders as it starts, and misses this one afterwards.
            pathlib.Path(home, "xinference/cache/v2").mkdir(parents=True, exist_ok=True)
            ask(port, "/v1/models", {"model_name": "tiny", "model_type": "image", "model_uid": "tiny", "n_gpu": None})
            riffle = Riffle(home, f'preset = "xinference"\nbase_url = "http://127.0.0.1:{port}/v1"\nmodel = "tiny"')
            vary = ["create-variation", "--image", "cat.png", "--steps", "4"]
            first = riffle.made(*vary, "--n", "2", "--seed", "7", "--strength", "0.5")
            expect(len(first) == 2 and first[0] != first[1], "Xinference: two variations, which differ")
            expect(
                riffle.made(*vary, "--n", "2", "--seed", "7", "--strength", "0.5") == first, "the same seed makes them again")
            expect(riffle.made(*vary, "--seed", "8", "--strength", "0.5") != first[:1], "another seed makes another")
            edit = ["edit", "--image", "cat.png", "--prompt", "a hat"]
            expect(len(riffle.made(*edit)) == 1, "an edit")
            expect(len(riffle.made(*edit, "--mask", "hole.png")) == 1, "an edit with a mask")
            expect(len(riffle.made("generate", "--prompt", "a hat", "--size", "64x64")) == 1, "a picture from a prompt")
            code, _, errors = riffle.run(*vary, "--model", "none")
            print("     " + errors)
            expect(code == 69 and "none" in errors, "a model it does not have is named")
            screen(riffle)


def comfy():
    """Needs a checkout of ComfyUI as COMFYUI, and a Python with what it requires as COMFYUI_PYTHON."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="riffle-proof-") as home:
        models = pathlib.Path(home, "base/models/checkpoints")
        models.mkdir(parents=True)
        pathlib.Path(home, "base/custom_nodes").mkdir()
        subprocess.run(
            [sys.executable, pathlib.Path(__file__).with_name("random_checkpoint.py"), models / "small.safetensors", "--small"],
            check=True)
        arguments = [
            COMFYUI_PYTHON, COMFYUI + "/main.py", "--cpu", "--listen", "127.0.0.1", "--port", str(port), "--disable-auto-launch",
            "--base-directory", home + "/base", "--preview-method", "latent2rgb"]
        with server(arguments, port, "/system_stats"):
            riffle = Riffle(home, f'preset = "comfyui"\nbase_url = "http://127.0.0.1:{port}"')
            vary = ["create-variation", "--image", "cat.png", "--n", "2", "--steps", "3"]
            first = riffle.made(*vary, "--seed", "7", "--strength", "0.5")
            expect(len(first) == 2 and first[0] != first[1], "ComfyUI: two variations, which differ")
            expect(riffle.made(*vary, "--seed", "7", "--strength", "0.5") == first, "the same seed makes them again")
            edit = ["edit", "--image", "cat.png", "--prompt", "a hat", "--steps", "3", "--seed", "7"]
            masked, whole = riffle.made(*edit, "--mask", "hole.png"), riffle.made(*edit)
            expect(masked and whole and masked != whole, "a mask changes what an edit makes")
            code, _, errors = riffle.run(*edit, "--mask", "hole.png", "--workflow", "img2img")
            expect(code == 64 and "does not take a mask" in errors, "a workflow without a mask is not sent one")
            code, _, errors = riffle.run(*vary, "--sampler", "no-such-sampler")
            print("     " + errors)
            expect(code == 69 and "sampler_name" in errors, "a sampler it does not have is named")
            running = riffle.start(*vary[:-1], "200")
            while not ask(port, "/queue")["queue_running"]:
                time.sleep(0.2)
            running.send_signal(signal.SIGINT)
            expect(running.wait(timeout=60) == 130, "Ctrl-C ends a request, with 130")
            end = time.monotonic() + 60
            while any(ask(port, "/queue").values()) and time.monotonic() < end:
                time.sleep(0.2)
            expect(not any(ask(port, "/queue").values()), "and nothing of it runs or waits on the server")
            killed = riffle.start(*vary)
            while not ask(port, "/queue")["queue_running"]:
                time.sleep(0.2)
            killed.kill()
            killed.wait()
            screen(riffle)
            listed = subprocess.run(
                [PROGRAM, "history", "list"], env=riffle.environment, stdout=subprocess.PIPE, text=True, check=True).stdout
            expect("interrupted" not in listed, "what a killed Riffle had sent is found by the next")


def litellm():
    """LiteLLM's proxy has no variations, and is paid for: it is said, and nothing is bought."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="riffle-proof-") as home:
        file = pathlib.Path(home, "proxy.yaml")
        file.write_text(
            'model_list:\n- model_name: m\n  litellm_params: {model: openai/m, api_base: "http://127.0.0.1:1/v1", '
            f'api_key: none}}\ngeneral_settings: {{master_key: {KEY}}}\n')
        arguments = [
            LITELLM + "/python", LITELLM + "/litellm", "--config", str(file), "--host", "127.0.0.1", "--port", str(port)]
        environment = {"LITELLM_LOCAL_MODEL_COST_MAP": "True"}
        with server(arguments, port, "/health/liveliness", environment=environment):
            riffle = Riffle(
                home, f'preset = "litellm"\nbase_url = "http://127.0.0.1:{port}/v1"\nmodel = "m"\nkey_env = "PROOF_KEY"')
            riffle.environment["PROOF_KEY"] = KEY
            code, _, errors = riffle.run("create-variation", "--image", "cat.png")
            print(f"     {errors}")
            expect(code == 69 and "has no variations" in errors, "LiteLLM: no variations is told, and an edit named")


stable_diffusion()
litellm()
if XINFERENCE:
    xinference()
if COMFYUI:
    comfy()
print(f"{len(failures)} failures")
sys.exit(1 if failures else 0)
