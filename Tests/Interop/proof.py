"""What `proof` does once everything is there: starts the servers one by one, and drives riffle against them.

Prints what it saw, and for every failure a line `FAIL what`; ends with the number of failures.
"""

import contextlib
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from checks import PROGRAM, mask, png

MODEL, LITELLM = sys.argv[1:3]
failures = []


def expect(fact, what):
    print(("ok   " if fact else "FAIL ") + what, flush=True)
    if not fact:
        failures.append(what)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


@contextlib.contextmanager
def server(arguments, port, path, seconds=600):
    """A server, which is there when its path answers at all, and gone afterwards."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(arguments, stdout=log, stderr=log)
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
        """The bytes of what a command writes."""
        code, paths, errors = self.run(*arguments, "--out", ".")
        if code:
            print("     " + errors)
        return [self.pictures.joinpath(path).read_bytes() for path in paths] if code == 0 else []

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
        expect(riffle.made(*vary, "--seed", "7", "--strength", "0.9") != first, "another strength makes others")
        expect(riffle.made(*vary)[:1] != riffle.made(*vary)[:1], "without a seed each request makes others")
        edit = ["edit", "--image", "cat.png", "--prompt", "a hat", "--seed", "7", "--strength", "0.9"]
        masked, whole = riffle.made(*edit, "--mask", "hole.png"), riffle.made(*edit)
        expect(masked and whole and masked != whole, "a mask changes what an edit makes")
        code, _, errors = riffle.run(*vary, "--sampler", "no-such-sampler")
        print(f"     {code} {errors}")
        running, waiting = riffle.start(*vary), riffle.start(*vary)
        time.sleep(3)
        waiting.send_signal(signal.SIGINT)
        expect(waiting.wait(timeout=30) == 130, "Ctrl-C ends a request that waits, with 130")
        running.communicate(timeout=1800)
        expect(running.returncode == 0, "and not the one that runs")
        screen(riffle)


def screen(riffle):
    riffle.tmux("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", "-c", str(riffle.pictures), PROGRAM + " .")
    try:
        expect(riffle.see("cat.png"), "the screen shows the folder")
        riffle.tmux("send-keys", "v")
        expect(riffle.see("Variations of cat.png"), "v opens the form")
        riffle.tmux("send-keys", "Enter")
        expect(riffle.see("4 of 4"), "Enter makes four variations")
        print(riffle.tmux("capture-pane", "-p"))
        riffle.tmux("send-keys", "q")
    finally:
        riffle.tmux("kill-server")


def litellm():
    """LiteLLM's proxy has no variations, and is paid for: it is said, and nothing is bought."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="riffle-proof-") as home:
        file = pathlib.Path(home, "proxy.yaml")
        file.write_text(
            'model_list:\n- model_name: m\n  litellm_params: {model: openai/m, api_base: "http://127.0.0.1:1/v1", '
            'api_key: none}\n')
        os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
        arguments = [LITELLM + "/python", LITELLM + "/litellm", "--config", str(file), "--port", str(port)]
        with server(arguments, port, "/health/liveliness"):
            riffle = Riffle(home, f'preset = "litellm"\nbase_url = "http://127.0.0.1:{port}/v1"\nmodel = "m"')
            code, _, errors = riffle.run("create-variation", "--image", "cat.png")
            print(f"     {errors}")
            expect(code == 69 and "has no variations" in errors, "LiteLLM: no variations is told, and an edit named")


stable_diffusion()
litellm()
print(f"{len(failures)} failures")
sys.exit(1 if failures else 0)
