"""SIGTERM: what is under way is answered, nothing new is taken, and the end is a good one."""

import re
import threading
import time

import requests

from checks import KEY, equal, main, sample, serving

BEARER = {"Authorization": f"Bearer {KEY}"}


def ask(server, answers, **fields):
    with open(sample("hills.png"), "rb") as image:
        answers.append(requests.post(
            server.base + "/images/variations", files={"image": image}, headers=BEARER, timeout=120,
            data={"n": "8", "size": "512x512", "response_format": "b64_json", **fields}))


def running(server):
    text = requests.get(server.origin + "/metrics", headers=BEARER).text
    return int(re.search(r"^riffle_running (\d+)", text, re.M)[1])


def check_requests_under_way(_):
    with serving() as server:
        answers = []
        work = [threading.Thread(target=ask, args=(server, answers), kwargs=more) for more in ({}, {"stream": "true"})]
        for one in work:
            one.start()
        while running(server) < 2:
            time.sleep(0.01)
        server.process.terminate()
        while True:
            try:
                requests.get(server.origin + "/healthz", timeout=5)
            except requests.ConnectionError:
                break
        assert server.process.poll() is None, "it did not wait"
        for one in work:
            one.join()
        equal([answer.status_code for answer in answers], [200, 200])
        for answer in answers:
            found = (answer.text.count("event: image_variation.completed") if "event" in answer.headers["content-type"]
                     else len(answer.json()["data"]))
            equal(found, 8)
        equal(server.end(), 0)


def check_nothing_under_way(server):
    requests.get(server.origin + "/healthz")
    began = time.monotonic()
    equal(server.end(), 0)
    assert time.monotonic() - began < 10


main()
