"""There are no requests."""


def get_token(request):
    return ""


def rotate_token(request):
    pass
