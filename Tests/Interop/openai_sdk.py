"""The official Python library, whichever version is installed: pictures both ways, streams, models, errors by class."""

import asyncio
import base64
import inspect
import urllib.request
import warnings

import openai

from checks import KEY, equal, main, mask, png, raises, sample, size_of

# The newest version calls variations retired.
warnings.simplefilter("ignore", DeprecationWarning)


def client(server, **more):
    return openai.OpenAI(**{"api_key": KEY, "base_url": server.base, "max_retries": 0, "timeout": 120, **more})


def cat():
    return open(sample("cat.png"), "rb")


def check_variations_by_url(server):
    with cat() as image:
        answer = client(server).images.create_variation(image=image, n=2, size="256x256")
    assert answer.created > 1_700_000_000
    equal(len(answer.data), 2)
    for picture in answer.data:
        assert picture.url.startswith(server.origin + "/files/"), picture.url
        with urllib.request.urlopen(picture.url) as file:
            equal(file.headers["content-type"], "image/png")
            equal(size_of(file.read()), (256, 256))


def check_variations_in_the_answer(server):
    for image in [sample("cat.png"), "bytes"]:
        given = cat().read() if image == "bytes" else cat()
        answer = client(server).images.create_variation(
            image=given, n=2, size="256x256", response_format="b64_json", model="dall-e-2", user="someone"
        )
        pictures = [base64.b64decode(datum.b64_json) for datum in answer.data]
        equal([size_of(picture) for picture in pictures], [(256, 256)] * 2)
        assert pictures[0] != pictures[1]


def check_a_seed_repeats(server):
    def made():
        answer = client(server).images.create_variation(
            image=("weird \"näme\".png", cat().read()), size="256x256", response_format="b64_json",
            extra_body={"seed": 7, "strength": 0.4},
        )
        equal(answer.data[0].seed, 7)
        equal(answer.strength, 0.4)
        return answer.data[0].b64_json

    equal(made(), made())


def check_edits(server):
    images = client(server).images
    for more in [{"mask": ("mask.png", mask(256), "image/png")}, {}]:
        image = cat() if more else ("clear.png", mask(256), "image/png")
        answer = images.edit(image=image, prompt="a hat", n=1, size="256x256", response_format="b64_json", **more)
        equal(size_of(base64.b64decode(answer.data[0].b64_json)), (256, 256))
    # A list of one goes out as image[].
    answer = images.edit(
        image=[("a.png", cat().read(), "image/png")], mask=("m.png", mask(256)), prompt="x", model="gpt-image-1")
    assert answer.data[0].b64_json and not answer.data[0].url
    answer = images.edit(image=cat(), mask=("m.png", mask(256)), prompt="x", size="256x256", response_format="url")
    assert answer.data[0].url.startswith(server.origin)


def check_streams(server):
    def events(stream):
        found = list(stream)
        return [event.type for event in found], found

    if "stream" in inspect.signature(openai.resources.Images.edit).parameters:
        with client(server).images.edit(
            image=cat(), mask=("m.png", mask(256)), prompt="x", stream=True, partial_images=2, size="auto"
        ) as stream:
            kinds, found = events(stream)
        equal(kinds[-1], "image_edit.completed")
        assert set(kinds[:-1]) <= {"image_edit.partial_image"} and len(kinds) <= 3, kinds
        equal(size_of(base64.b64decode(found[-1].b64_json)), (256, 256))
        equal([event.partial_image_index for event in found[:-1]], list(range(len(found) - 1)))
    # The library has no streamed variations; its own way of asking for more reaches them.
    with client(server).images.with_streaming_response.create_variation(
        image=cat(), n=2, size="256x256", extra_body={"stream": True, "partial_images": 1, "seed": 3}
    ) as answer:
        equal(answer.headers["content-type"], "text/event-stream")
        lines = [line for line in answer.iter_lines() if line.startswith("event: ")]
    equal(lines.count("event: image_variation.completed"), 2)
    assert set(lines) <= {"event: image_variation.completed", "event: image_variation.partial_image"}, lines


def check_many_at_once(server):
    async def both():
        async with openai.AsyncOpenAI(api_key=KEY, base_url=server.base + "/") as asked:
            return await asyncio.gather(
                *(asked.images.create_variation(image=cat().read(), size="256x256", n=1) for _ in range(4)))

    equal(len({answer.data[0].url for answer in asyncio.run(both())}), 4)


def check_models(server):
    models = client(server).models
    names = [model.id for model in models.list()]
    assert "riffle" in names, names
    equal(models.retrieve("riffle").id, "riffle")
    with raises(openai.NotFoundError, "does not exist", status=404):
        models.retrieve("none")


def check_bases(server):
    for base in [server.origin, server.base + "/", server.base + "/v1"]:
        answer = client(server, base_url=base).images.create_variation(image=cat().read(), size="256x256")
        equal(len(answer.data), 1)


def check_azure(server):
    azure = openai.AzureOpenAI(
        api_key=KEY, azure_endpoint=server.origin, api_version="2025-04-01-preview", max_retries=0)
    equal(len(azure.images.create_variation(image=cat().read(), size="256x256").data), 1)
    answer = azure.images.edit(model="deployed", image=cat().read(), mask=mask(256), prompt="x", size="256x256")
    equal(len(answer.data), 1)


def check_wrong_requests(server):
    images = client(server).images

    def vary(image=None, **more):
        return images.create_variation(image=image or cat(), **more)

    with raises(openai.BadRequestError, "11 is greater than the maximum of 10 - 'n'", status=400):
        vary(n=11)
    with raises(openai.BadRequestError, "'300 by 300' is not 'auto' or WIDTHxHEIGHT - 'size'"):
        vary(size="300 by 300")
    with raises(openai.BadRequestError, "Uploaded image must be a PNG and less than 4 MB."):
        vary(b"GIF89a")
    with raises(openai.BadRequestError, "must be square, but is 8x6"):
        vary(png(8, 6))
    with raises(openai.BadRequestError, "cannot be decoded"):
        vary(png(64, 64)[:-30])
    with raises(openai.BadRequestError, "makes pictures out of pictures", status=400):
        images.generate(prompt="an otter")
    with raises(openai.BadRequestError, "The mask must be as large as the image"):
        images.edit(image=cat(), mask=mask(64), prompt="x")


def check_errors_by_class(server):
    with raises(openai.AuthenticationError, "Incorrect API key provided", status=401):
        client(server, api_key="sk-wrong").images.create_variation(image=cat())
    with raises(openai.NotFoundError, "Invalid URL (POST /v1/none/images/variations)", status=404):
        client(server, base_url=server.base + "/none").images.create_variation(image=cat())
    with raises(openai.APIStatusError, "The request is larger than", status=413):
        client(server).images.create_variation(image=b"\x89PNG\r\n\x1a\n" + bytes(3 << 20))
    named = {"Idempotency-Key": "one"}
    client(server).images.create_variation(image=cat(), size="256x256", extra_headers=named)
    with raises(openai.UnprocessableEntityError, "came with another request before", status=422):
        client(server).images.create_variation(image=cat(), size="256x256", n=2, extra_headers=named)


def check_a_request_under_the_same_name_is_made_once(server):
    def made():
        raw = client(server).images.with_raw_response.create_variation(
            image=cat(), size="256x256", response_format="b64_json", extra_headers={"Idempotency-Key": "again"})
        assert raw.headers["x-request-id"].startswith("req_")
        return raw.parse().data[0]

    first, second = made(), made()
    equal((first.seed, first.b64_json), (second.seed, second.b64_json))


main("--max-body", "2")
