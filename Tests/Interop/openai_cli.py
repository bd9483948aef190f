"""The official library's command line, which it had until 2.34."""

import json
import pathlib
import subprocess
import sys
import tempfile

from checks import KEY, equal, main, mask, sample


def ask(server, *arguments, base=None):
    command = pathlib.Path(sys.executable).with_name("openai")
    return subprocess.run(
        [command, "-b", base or server.base + "/", "-k", KEY, "api", *arguments],
        capture_output=True, text=True, timeout=120)


def check_variations(server):
    for base in [server.base + "/", server.base]:
        answer = ask(server, "images.create_variation", "-I", sample("cat.png"), "-n", "2", "-s", "256x256",
                     "--response-format", "b64_json", "-m", "dall-e-2", base=base)
        equal(answer.returncode, 0)
        equal(len(json.loads(answer.stdout)["data"]), 2)


def check_edits(server):
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        file.write(mask(256))
        file.flush()
        answer = ask(server, "images.edit", "-p", "a hat", "-n", "1", "-I", sample("cat.png"), "-M", file.name,
                     "-s", "256x256", "--response-format", "url", "-m", "dall-e-2")
    equal(answer.returncode, 0)
    assert json.loads(answer.stdout)["data"][0]["url"].startswith(server.origin)


def check_errors(server):
    answer = ask(server, "images.create_variation", "-I", sample("valley.png"), "-n", "1", "-s", "256x256",
                 "--response-format", "url", "-m", "dall-e-2")
    assert answer.returncode != 0 and "must be square, but is 512x320" in answer.stderr, answer.stderr


main()
