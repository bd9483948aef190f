"""`riffle images` against a server that nobody here wrote: Connexion, fed with OpenAI's own description of its API.

Connexion refuses every request that the description does not allow. For every failure a line `FAIL name: what` goes to
standard output.
"""

import base64
import contextlib
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback

import connexion
import uvicorn
import yaml
from connexion.resolver import Resolver

from checks import PROGRAM, sample

CAT = sample("cat.png")
KEY = "sk-interop-93b2"
asked = []


def pictures(body):
    asked.append(body)
    picture = base64.b64encode(pathlib.Path(CAT).read_bytes()).decode()
    answer = {"created": 1770000000, "data": [{"b64_json": picture}] * int(body.get("n") or 1)}
    return answer, 200, {"Content-Type": "application/json"}


def createImageVariation(body=None, **files):
    return pictures(body or {})


def createImageEdit(body=None, **files):
    return pictures(body or {})


def createImage(body=None, **_):
    return pictures(body or {})


def listModels(**_):
    return {"object": "list", "data": []}, 200


def retrieveModel(model, **_):
    return {"id": model, "object": "model", "created": 1, "owned_by": "nobody"}, 200


def bearer(token):
    return {"sub": "somebody"} if token == KEY else None


def description():
    spec = yaml.safe_load(pathlib.Path(__file__).with_name("openai-images.yaml").read_text())
    spec["servers"] = [{"url": "/v1"}]
    for scheme in spec["components"]["securitySchemes"].values():
        scheme["x-bearerInfoFunc"] = f"{__name__}.bearer"
    # Connexion 3.3 reads no text of a form whose schema is a choice (KeyError: 'type'); the stricter choice is meant.
    properties = spec["components"]["schemas"]["CreateImageEditRequest"]["properties"]
    properties["size"] = properties["size"]["anyOf"][-1]
    properties["model"] = properties["model"]["anyOf"][0]
    return spec


@contextlib.contextmanager
def mock():
    """The port of a running mock."""
    app = connexion.FlaskApp("mock")
    app.add_api(description(), resolver=Resolver(lambda name: globals()[name]), validate_responses=False)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


def riffle(port, *arguments, key=KEY):
    with tempfile.TemporaryDirectory(prefix="riffle-interop-") as home:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
        environment.update(HOME=home, LC_ALL="C.UTF-8", OPENAI_API_KEY=key)
        return subprocess.run(
            [PROGRAM, "images", *arguments, "--base-url", f"http://127.0.0.1:{port}/v1"], env=environment, cwd=home,
            capture_output=True, text=True, timeout=60)


def came(outcome, count):
    assert outcome.returncode == 0, outcome.stderr
    data = json.loads(outcome.stdout)["data"]
    assert len(data) == count, len(data)
    assert base64.b64decode(data[0]["b64_json"]) == pathlib.Path(CAT).read_bytes()


def check_variation(port):
    came(riffle(port, "create-variation", "--image", CAT, "--n", "2", "--size", "256x256",
                "--response-format", "b64_json", "--user", "otter"), 2)
    assert asked[-1]["user"] == "otter", asked[-1]


def check_edit(port):
    came(riffle(port, "edit", "--image", CAT, "--mask", CAT, "--prompt", "a “hat”\nof 40 °", "--n", "2", "--size",
                "1024x1024"), 2)
    assert asked[-1]["prompt"].startswith("a “hat”"), asked[-1]


def check_generation(port):
    came(riffle(port, "generate", "--prompt", "an otter", "--quality", "high", "--background", "opaque"), 1)
    assert asked[-1]["quality"] == "high", asked[-1]


def check_what_it_refuses_is_told_in_its_words(port):
    outcome = riffle(port, "generate", "--prompt", "an otter", "--quality", "splendid")
    assert outcome.returncode == 69, outcome
    assert "(400)" in outcome.stderr and "splendid" in outcome.stderr, outcome.stderr


def check_wrong_key(port):
    outcome = riffle(port, "generate", "--prompt", "an otter", key="sk-other")
    assert outcome.returncode == 69 and "(401)" in outcome.stderr and "sk-other" not in outcome.stderr, outcome.stderr


if __name__ == "__main__":
    failed = False
    with mock() as port:
        for name, check in list(globals().items()):
            if not name.startswith("check_"):
                continue
            try:
                check(port)
            except Exception as error:
                traceback.print_exc()
                print(f"FAIL {name[6:]}: {error!r}"[:2000].replace("\n", " "))
                failed = True
    sys.exit(failed)
