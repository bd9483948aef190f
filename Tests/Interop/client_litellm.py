"""`riffle images` through LiteLLM's proxy to `riffle serve`: a gateway that nobody here wrote stands between the two.

For every failure a line `FAIL name: what` goes to standard output.
"""

import base64
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.request

from checks import PROGRAM, mask, sample, serving

MASTER = "sk-interop-master"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def environment(home, **more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    return {**kept, "HOME": home, "LC_ALL": "C.UTF-8", **more}


def configuration(target):
    """LiteLLM has no route for variations of its own: they are passed through."""
    return {
        "model_list": [{
            "model_name": "dall-e-2",
            "litellm_params": {"model": "openai/dall-e-2", "api_base": target, "api_key": "none"},
        }],
        "general_settings": {
            "master_key": MASTER,
            "pass_through_endpoints": [{"path": "/v1/images/variations", "target": f"{target}/images/variations"}],
        },
    }


def wait(port, process):
    for _ in range(600):
        assert process.poll() is None, "LiteLLM ended"
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/liveliness", timeout=1)
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("LiteLLM does not start")


def riffle(home, port, *arguments):
    return subprocess.run(
        [PROGRAM, "images", *arguments, "--base-url", f"http://127.0.0.1:{port}/v1", "--preset", "litellm"],
        env=environment(home, OPENAI_API_KEY=MASTER), cwd=home, capture_output=True, text=True, timeout=120)


def came(outcome, count):
    assert outcome.returncode == 0, outcome.stderr
    data = json.loads(outcome.stdout)["data"]
    assert len(data) == count, len(data)
    for datum in data:
        assert base64.b64decode(datum["b64_json"]).startswith(b"\x89PNG")


def check_variations(home, port):
    came(riffle(home, port, "create-variation", "--image", sample("cat.png"), "--n", "2", "--size", "256x256",
                "--response-format", "b64_json"), 2)


def check_edit(home, port):
    hole = pathlib.Path(home, "hole.png")
    hole.write_bytes(mask(256))
    came(riffle(home, port, "edit", "--image", sample("cat.png"), "--mask", str(hole), "--prompt", "a hat", "--model",
                "dall-e-2", "--size", "256x256", "--response-format", "b64_json"), 1)


def check_a_refusal_comes_through(home, port):
    outcome = riffle(home, port, "create-variation", "--image", sample("cat.png"), "--model", "x" * 600)
    assert outcome.returncode == 64, outcome
    outcome = riffle(home, port, "generate", "--prompt", "an otter", "--model", "gone")
    assert outcome.returncode == 69 and "gone" in outcome.stderr, outcome.stderr


def main():
    failed = False
    with tempfile.TemporaryDirectory(prefix="riffle-interop-") as home, serving(key=None) as served:
        port = free_port()
        file = pathlib.Path(home, "litellm.yaml")
        file.write_text(json.dumps(configuration(served.base)))
        proxy = subprocess.Popen(
            [str(pathlib.Path(sys.executable).with_name("litellm")), "--config", str(file), "--host", "127.0.0.1",
             "--port", str(port)],
            env=environment(home, LITELLM_LOCAL_MODEL_COST_MAP="True"), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        try:
            wait(port, proxy)
            for name, check in list(globals().items()):
                if not name.startswith("check_"):
                    continue
                try:
                    check(home, port)
                except Exception as error:
                    traceback.print_exc()
                    print(f"FAIL {name[6:]}: {error!r}"[:2000].replace("\n", " "))
                    failed = True
        finally:
            proxy.send_signal(signal.SIGTERM)
            try:
                proxy.wait(timeout=20)
            except subprocess.TimeoutExpired:
                proxy.kill()
                proxy.wait()
    sys.exit(failed)


if __name__ == "__main__":
    main()
