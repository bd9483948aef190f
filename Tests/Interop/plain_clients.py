"""Clients that know no API: requests, aiohttp, and curl; and what only bare HTTP can ask."""

import asyncio
import base64
import json
import os
import subprocess
import tempfile
import urllib.parse

import aiohttp
import requests

from checks import KEY, PROGRAM, equal, main, mask, png, sample, size_of

BEARER = {"Authorization": f"Bearer {KEY}"}


def post(server, path, **more):
    return requests.post(server.base + path, headers={**BEARER, **more.pop("headers", {})}, timeout=120, **more)


def cat():
    return open(sample("cat.png"), "rb")


def pictures(answer):
    equal(answer.status_code, 200)
    equal(answer.headers["content-type"], "application/json")
    return [base64.b64decode(datum["b64_json"]) for datum in answer.json()["data"]]


def check_requests(server):
    fields = {"n": "2", "size": "256x256", "response_format": "b64_json", "seed": "5"}
    answer = post(server, "/images/variations", files={"image": cat()}, data=fields)
    equal([size_of(picture) for picture in pictures(answer)], [(256, 256)] * 2)
    equal(len(answer.headers["x-riffle-seed"].split(",")), 2)
    answer = post(server, "/images/edits", files={"image": cat(), "mask": mask(256)}, data={**fields, "prompt": "x"})
    equal(len(pictures(answer)), 2)


def check_requests_edit_as_json(server):
    url = "data:image/png;base64," + base64.b64encode(cat().read()).decode()
    hole = "data:image/png;base64," + base64.b64encode(mask(256)).decode()
    asked = {"prompt": "a hat", "model": "gpt-image-1", "images": [{"image_url": url}], "mask": {"image_url": hole}}
    equal(len(pictures(post(server, "/images/edits", json=asked))), 1)


def check_aiohttp(server):
    async def ask():
        async with aiohttp.ClientSession(headers=BEARER) as session:
            form = aiohttp.FormData({"n": "2", "size": "256x256"})
            form.add_field("image", cat(), filename="cat.png", content_type="image/png")
            async with session.post(server.base + "/images/variations", data=form) as answer:
                equal(answer.status, 200)
                urls = [datum["url"] for datum in (await answer.json())["data"]]
            for url in urls:
                async with session.get(url) as answer:
                    equal(size_of(await answer.read()), (256, 256))

            async def pieces():
                with cat() as file:
                    while piece := file.read(1000):
                        yield piece

            # Chunked, since nobody knows the length of what is generated.
            form = aiohttp.FormData({"size": "256x256", "response_format": "b64_json"})
            form.add_field("image", pieces(), filename="cat.png")
            async with session.post(server.base + "/images/variations", data=form) as answer:
                equal(answer.status, 200)
                equal(len((await answer.json())["data"]), 1)

    asyncio.run(ask())


def curl(*arguments, **more):
    outcome = subprocess.run(["curl", "-sS", *arguments], capture_output=True, timeout=120, **more)
    equal((outcome.returncode, outcome.stderr), (0, b""))
    return outcome.stdout


def check_curl(server):
    key = ["-H", f"Authorization: Bearer {KEY}"]
    to = server.base + "/images/variations"
    fields = ["-F", "n=2", "-F", "size=256x256"]
    given = f"image=@{sample('cat.png')}"
    for more in [[], ["-H", "Transfer-Encoding: chunked"], ["-H", "Expect: 100-continue"], ["--http1.0"]]:
        answer = json.loads(curl(*key, *more, "-F", given, *fields, to))
        equal(len(answer["data"]), 2)
    equal(size_of(curl(answer["data"][0]["url"])), (256, 256))
    # Without a file name, and a type that says nothing.
    answer = json.loads(curl(*key, "-F", f"{given};type=application/octet-stream;filename=", *fields, to))
    equal(len(answer["data"]), 2)
    answer = json.loads(curl(*key, "-F", "prompt=x", "-F", given, "-F", "mask=@-", *fields, server.base + "/images/edits",
                             input=mask(256)))
    equal(len(answer["data"]), 2)
    # A picture of more than a megabyte waits for leave to be sent.
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        file.write(png(700, 700)[:-12])
        file.write(os.urandom(1 << 21))
        file.flush()
        seconds = curl(*key, "-o", "/dev/null", "-w", "%{time_pretransfer} %{http_code} %{time_starttransfer}", "-F",
                       f"image=@{file.name}", *fields, to).split()
        equal(seconds[1], b"400")


def check_curl_stream(server):
    text = curl("-N", "-H", f"Authorization: Bearer {KEY}", "-F", f"image=@{sample('cat.png')}", "-F", "n=2", "-F",
                "size=256x256", "-F", "stream=true", "-F", "partial_images=2",
                server.base + "/images/variations").decode()
    events = [event.split("\n") for event in text.strip().split("\n\n")]
    for name, data in events:
        equal(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))["type"])
    equal([name for name, _ in events].count("event: image_variation.completed"), 2)


def check_errors(server):
    cases = [
        (400, {"files": {"image": cat()}, "data": {"n": "0"}}),
        (400, {"files": {"image": cat()}, "data": [("n", "1"), ("n", "2")]}),
        (400, {"files": {"image": b"\x89PNG\r\n\x1a\n" + b"\0" * 40}}),
        (400, {"files": {"image": png(3, 2)}}),
        (415, {"data": "{}", "headers": {"Content-Type": "application/json"}}),
        (401, {"files": {"image": cat()}, "headers": {"Authorization": "Bearer no"}}),
        (401, {"files": {"image": cat()}, "headers": {"Authorization": "Basic " + KEY}}),
        (413, {"files": {"image": bytes(70 << 20)}}),
    ]
    for status, more in cases:
        answer = post(server, "/images/variations", **more)
        equal(answer.status_code, status)
        error = answer.json()["error"]
        equal(sorted(error), ["code", "message", "param", "type"])
        assert answer.headers["x-request-id"].startswith("req_")
    answer = requests.delete(server.base + "/images/variations", headers=BEARER)
    equal((answer.status_code, answer.headers["allow"]), (405, "POST"))
    equal(requests.get(server.origin + "/files/../log").status_code, 401)
    equal(requests.get(server.origin + "/files/" + urllib.parse.quote("../log", safe="")).status_code, 404)


def check_the_same_picture_as_without_a_server(server):
    fields = {"n": "3", "size": "256x256", "response_format": "b64_json", "seed": "77", "strength": "0.7"}
    served = pictures(post(server, "/images/variations", files={"image": open(sample("rocket.png"), "rb")}, data=fields))
    subprocess.run(
        [PROGRAM, "images", "create-variation", "--image", sample("rocket.png"), "--n", "3", "--size", "256x256", "--seed",
         "77", "--strength", "0.7", "--out", server.home + "/made"],
        env={**os.environ, "HOME": server.home, "XDG_DATA_HOME": server.home + "/data"}, check=True, capture_output=True, timeout=120)
    # What is written for a person has its recipe in it; the history keeps the same bytes as the server.
    equal(len(os.listdir(server.home + "/made")), 3)
    kept = [open(os.path.join(folder, name), "rb").read() for folder, _, names in os.walk(server.home) for name in names]
    assert all(picture in kept for picture in served), "other bytes"


def check_nothing_private_is_logged(server):
    post(server, "/images/edits", files={"image": cat(), "mask": mask(256)},
         data={"prompt": "a very private hat", "size": "256x256", "user": "somebody", "response_format": "url"})
    url = post(server, "/images/variations", files={"image": ("secret-name.png", cat())}, data={"size": "256x256"},
               headers={"Idempotency-Key": "private-name"}).json()["data"][0]["url"]
    requests.get(url)
    post(server, "/images/variations?token=hidden", files={"image": b"GIF89a"}, data={"user": "somebody"})
    log = server.logged()
    assert "route=edits" in log and "status=400" in log and "route=files" in log, log
    for word in ["private", "somebody", "secret-name", "hidden", KEY, url.split("/")[-1], "PNG", "iVBOR"]:
        assert word not in log, f"“{word}” is in the log"


main()
