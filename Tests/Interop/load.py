"""Two hundred clients at once, for as many seconds as are asked for: RIFFLE=… python load.py --seconds 120

Most ask for two variations of 256x256, some with bad uploads, some go away in the middle; the queue is shorter than the
crowd, so that some are refused. Every picture has to be the same as its seed gave the first time, every refusal has to be
clean, nobody may wait much longer than the others, and the memory must not grow.
"""

import argparse
import asyncio
import base64
import collections
import hashlib
import random
import re
import statistics
import sys
import time

import aiohttp

from checks import KEY, png, sample, serving, size_of

CLIENTS = 200
WAITING = 180
MEMORY = 256 << 20

PICTURES = [open(sample(name), "rb").read() for name in ("cat.png", "rocket.png", "brick.png")]
#: What is wrong, the fields, the upload, and the status it has to get.
BAD = [
    ("not a picture", {}, b"GIF89a", 400),
    ("damaged", {}, PICTURES[0][:5000], 400),
    ("not square", {}, png(40, 30), 400),
    ("four megabytes", {}, PICTURES[0] + bytes(4 << 20), 400),
    ("too many", {"n": "11"}, PICTURES[0], 400),
    ("too long", {}, bytes(9 << 20), 413),
    ("no key", {"key": "none"}, PICTURES[0], 401),
]


class Crowd:
    def __init__(self, server, seconds):
        self.server = server
        self.deadline = time.monotonic() + seconds
        self.faults = []
        self.waits = collections.defaultdict(list)
        self.seen = {}
        self.counts = collections.Counter()

    def fault(self, text):
        self.faults.append(text)

    async def client(self, number, session):
        chance = random.Random(number)
        while time.monotonic() < self.deadline:
            address = f"10.0.{number // 250}.{number % 250}"
            kind = chance.random()
            try:
                if kind < 0.15:
                    await self.bad(session, address, chance.choice(BAD))
                elif kind < 0.2:
                    await self.goes_away(session, address, chance.uniform(0.01, 0.5))
                else:
                    await self.good(session, address, number, chance.randrange(len(PICTURES)), chance.randrange(4))
            except asyncio.CancelledError:
                raise
            except Exception as error:
                self.fault(f"{type(error).__name__}: {error}")

    def post(self, session, address, picture, fields):
        key = fields.pop("key", KEY)
        form = aiohttp.FormData({"n": "2", "size": "256x256", "response_format": "b64_json", **fields})
        form.add_field("image", picture, filename="a.png", content_type="image/png")
        headers = {"Authorization": f"Bearer {key}", "X-Forwarded-For": f"1.2.3.4, {address}"}
        return session.post(self.server.base + "/images/variations", data=form, headers=headers)

    async def bad(self, session, address, what):
        name, fields, picture, status = what
        async with self.post(session, address, picture, dict(fields)) as answer:
            error = (await answer.json())["error"]
            self.counts[f"refused {answer.status}"] += 1
            if answer.status != status and answer.status != 429:
                self.fault(f"{name}: {answer.status} {error['message']}")

    async def goes_away(self, session, address, seconds):
        try:
            async with asyncio.timeout(seconds):
                async with self.post(session, address, PICTURES[0], {}):
                    pass
        except TimeoutError:
            self.counts["went away"] += 1

    async def good(self, session, address, number, picture, seed):
        began = time.monotonic()
        while time.monotonic() < self.deadline:
            async with self.post(session, address, PICTURES[picture], {"seed": str(seed)}) as answer:
                body = await answer.json()
                if answer.status == 429:
                    self.counts["429"] += 1
                    if body["error"]["code"] != "slow_down":
                        self.fault(f"429 says {body['error']}")
                    await asyncio.sleep(float(answer.headers["retry-after"]) * random.uniform(0.5, 1))
                    continue
                if answer.status != 200:
                    return self.fault(f"{answer.status}: {body}")
            made = [base64.b64decode(datum["b64_json"]) for datum in body["data"]]
            if [size_of(one) for one in made] != [(256, 256)] * 2:
                self.fault(f"wrong pictures: {[size_of(one) for one in made]}")
            digest = hashlib.sha256(b"".join(made)).hexdigest()
            if self.seen.setdefault((picture, seed), digest) != digest:
                self.fault(f"picture {picture} with seed {seed} has other bytes than before")
            self.counts["made"] += 1
            return self.waits[number].append(time.monotonic() - began)

    async def run(self):
        connector = aiohttp.TCPConnector(limit=0, force_close=True)
        async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=300)) as session:
            clients = [asyncio.create_task(self.client(number, session)) for number in range(CLIENTS)]
            await asyncio.sleep(max(0.0, self.deadline - time.monotonic()))
            for client in clients:
                client.cancel()
            await asyncio.gather(*clients, return_exceptions=True)
            await self.rest(session)

    async def rest(self, session):
        """After the crowd has gone the server has to come to rest."""
        wanted = ["riffle_running 0", "riffle_waiting 0", "riffle_held_bytes 0"]
        for _ in range(100):
            headers = {"Authorization": f"Bearer {KEY}"}
            async with session.get(self.server.origin + "/metrics", headers=headers) as answer:
                text = await answer.text()
            if all(line in text.split("\n") for line in wanted):
                return
            await asyncio.sleep(0.3)
        self.fault("not at rest: " + ", ".join(re.findall(r"^riffle_(?:running|waiting|held_bytes) .*", text, re.M)))


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=float, default=120)
    seconds = options.parse_args().seconds
    with serving("--max-waiting", str(WAITING), "--behind-proxy", "--max-body", "8") as server:
        crowd = Crowd(server, seconds)
        asyncio.run(crowd.run())
        peak = server.resident_peak()
        faults = crowd.faults
        waits = sorted(wait for one in crowd.waits.values() for wait in one)
        if not waits:
            faults.append("nothing was made")
        if peak > MEMORY:
            faults.append(f"{peak >> 20} MB of memory")
        if server.end() != 0:
            faults.append("it did not end well")
        means = [statistics.mean(one) for one in crowd.waits.values()]
        print(f"{dict(crowd.counts)}; {len(crowd.waits)} clients served; {peak >> 20} MB at most")
        if waits:
            tenth = [waits[len(waits) * part // 100] for part in (5, 50, 95)]
            print("waits of 5, 50, 95 % and the longest: " + ", ".join(f"{w:.2f} s" for w in [*tenth, waits[-1]])
                  + f"; means of clients: {min(means):.2f} to {max(means):.2f} s")
        # Once everybody has had several turns, nobody's mean may stand far out.
        if means and len(waits) > 10 * CLIENTS and max(means) > 2 * statistics.median(means):
            faults.append(f"one client waited {max(means):.1f} s on average, the median {statistics.median(means):.1f} s")
    for fault, count in collections.Counter(faults).most_common(20):
        print(f"FAIL load: {count} times: {' '.join(fault.split())[:500]}")
    sys.exit(1 if faults else 0)


main()
