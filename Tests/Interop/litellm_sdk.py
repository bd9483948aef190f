"""LiteLLM's library, which hands on no field of a variation but the picture, and renames that of an edit."""

import asyncio
import base64
import io
import os

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
import litellm  # noqa: E402

from checks import KEY, equal, main, mask, raises, sample, size_of  # noqa: E402

litellm.suppress_debug_info = True


def asked(server, key=KEY):
    return {"model": "openai/dall-e-2", "api_base": server.base, "api_key": key}


def check_variations(server):
    with open(sample("cat.png"), "rb") as image:
        answer = litellm.image_variation(image=image, n=2, size="256x256", **asked(server))
    equal(len(answer.data), 1)
    assert answer.data[0].url.startswith(server.origin)


def check_edits(server):
    answer = litellm.image_edit(
        image=[open(sample("cat.png"), "rb")], mask=io.BytesIO(mask(256)), prompt="a hat",
        size="256x256", response_format="b64_json", **asked(server))
    equal(size_of(base64.b64decode(answer.data[0].b64_json)), (256, 256))


def check_asynchronous_variations(server):
    with open(sample("cat.png"), "rb") as image:
        answer = asyncio.run(litellm.aimage_variation(image=image, **asked(server)))
    equal(len(answer.data), 1)


def check_errors(server):
    # Its variations raise what is not of its own public classes, but has a status.
    with raises(Exception, "Incorrect API key provided", status=401):
        litellm.image_variation(image=open(sample("cat.png"), "rb"), **asked(server, key="sk-wrong"), max_retries=0)
    with raises(Exception, "must be square, but is 512x320", status=400):
        litellm.image_variation(image=open(sample("valley.png"), "rb"), **asked(server), max_retries=0)


main()
