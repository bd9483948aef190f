"""openapiopenai, a client that a generator made out of OpenAI's own description."""

import base64

import openapiopenai
from openapiopenai import exceptions

from checks import KEY, equal, main, mask, raises, sample, size_of


def images(server, key=KEY):
    settings = openapiopenai.Configuration(host=server.base, access_token=key, retries=0)
    return openapiopenai.ImagesApi(openapiopenai.ApiClient(settings))


def check_variations(server):
    picture = open(sample("cat.png"), "rb").read()
    for image in [picture, sample("cat.png")]:
        answer = images(server).create_image_variation(image, n=2, size="256x256", response_format="b64_json")
        equal([size_of(base64.b64decode(datum.b64_json)) for datum in answer.data], [(256, 256)] * 2)
    answer = images(server).create_image_variation(picture, size="256x256")
    assert answer.data[0].url.startswith(server.origin)


def check_edits(server):
    answer = images(server).create_image_edit(mask(256), "a hat", n=1, size="256x256", response_format="b64_json")
    equal(size_of(base64.b64decode(answer.data[0].b64_json)), (256, 256))


def check_models(server):
    models = openapiopenai.ModelsApi(images(server).api_client)
    assert "riffle" in [model.id for model in models.list_models().data]
    equal(models.retrieve_model("riffle").owned_by, "riffle")


def check_errors(server):
    with raises(exceptions.UnauthorizedException, "Incorrect API key provided"):
        images(server, key="sk-wrong").create_image_variation(sample("cat.png"))
    with raises(exceptions.BadRequestException, "must be square, but is 512x320"):
        images(server).create_image_variation(sample("valley.png"))


main()
