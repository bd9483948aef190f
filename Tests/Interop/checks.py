"""The frame of the interop checks: starts `riffle serve` on a free port, and runs a file's checks one by one.

A check is a function whose name begins with `check_`; it gets the server and fails by raising. For every failure a line
`FAIL name: what` goes to standard output. RIFFLE names the program; without it, it is the release build's.
"""

import contextlib
import inspect
import os
import pathlib
import re
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import traceback
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("RIFFLE", str(ROOT / ".build/release/riffle"))
KEY = "sk-interop-7d1f"


class Server:
    """A running `riffle serve`."""

    def __init__(self, process, scheme, port, home, log):
        self.process, self.port, self.home, self.log = process, port, home, log
        self.origin = f"{scheme}://127.0.0.1:{port}"
        self.base = self.origin + "/v1"

    def logged(self):
        return pathlib.Path(self.log).read_text()

    def resident_peak(self):
        """The most memory it has had, in bytes."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024

    def end(self):
        """Asks it to end, and tells its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=90)


@contextlib.contextmanager
def serving(*options, key=KEY, open_files=None):
    """A server with a home of its own, which is gone afterwards, that may open no more than so many files."""
    with tempfile.TemporaryDirectory(prefix="riffle-interop-") as home:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
        environment.update(HOME=home, LC_ALL="C.UTF-8")
        arguments = [PROGRAM, "serve", "--port", "0", *options]
        if key:
            environment["RIFFLE_SERVE_KEY"] = key
            arguments += ["--api-key", "env:RIFFLE_SERVE_KEY"]

        def limit():
            if open_files:
                resource.setrlimit(resource.RLIMIT_NOFILE, (open_files, open_files))

        log = os.path.join(home, "log")
        with open(log, "wb") as errors:
            process = subprocess.Popen(
                arguments, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True, preexec_fn=limit)
        try:
            line = process.stdout.readline()
            found = re.fullmatch(r"Serving (https?)://\S+:(\d+)/v1\n", line)
            if not found:
                raise RuntimeError(f"riffle serve did not start: {pathlib.Path(log).read_text().strip() or line}")
            yield Server(process, found[1], int(found[2]), home, log)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            process.stdout.close()


def sample(name):
    """The path of a picture that Riffle brings along: cat.png is 256x256, valley.png 512x320."""
    return str(ROOT / "Sources/riffle/Samples" / name)


def png(width, height, pixel=(90, 120, 150, 255)):
    """A PNG of one colour."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes(pixel) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def mask(side):
    """A PNG that is clear in its middle."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    clear = range(side // 3, side // 2)
    rows = b"".join(
        b"\0" + b"".join(b"\0\0\0\0" if x in clear and y in clear else b"\0\0\0\xff" for x in range(side))
        for y in range(side)
    )
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def size_of(picture):
    """Width and height of a PNG."""
    assert picture[:8] == b"\x89PNG\r\n\x1a\n", f"not a PNG: {picture[:20]!r}"
    return struct.unpack(">II", picture[16:24])


def equal(found, wanted):
    assert found == wanted, f"{found!r}, not {wanted!r}"


@contextlib.contextmanager
def raises(kind, *words, status=None):
    """Expects an exception of a class, with these words in its text."""
    try:
        yield
    except kind as error:
        for word in words:
            assert word in str(error), f"“{word}” is not in “{error}”"
        if status is not None:
            equal(error.status_code, status)
    else:
        raise AssertionError(f"no {kind.__name__}")


def main(*options, key=KEY):
    """Runs the checks of the file that calls, over one server."""
    caller = inspect.stack()[1].frame.f_globals
    chosen = sys.argv[1:]
    checks = [(name[6:], what) for name, what in caller.items() if name.startswith("check_")]
    failures = 0
    with serving(*options, key=key) as server:
        for name, check in checks:
            if chosen and name not in chosen:
                continue
            try:
                check(server)
            except Exception as error:
                failures += 1
                place = traceback.extract_tb(error.__traceback__)
                line = next(frame.lineno for frame in place if frame.filename == caller["__file__"])
                text = " ".join(str(error).split())[:600] or "no reason given"
                print(f"FAIL {name}: line {line}: {type(error).__name__}: {text}", flush=True)
    print(f"{len(checks)} checks, {failures} failed", flush=True)
    sys.exit(1 if failures else 0)
