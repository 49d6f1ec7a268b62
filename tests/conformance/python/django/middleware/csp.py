"""There are no requests."""


def get_nonce(request):
    return ""
