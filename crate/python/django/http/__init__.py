class Http404(Exception):
    pass
