"""Names that databases take."""


def split_identifier(identifier):
    """The namespace and the name, without quotes."""
    namespace, dot, name = identifier.partition('"."')
    if not dot:
        namespace, name = "", identifier
    return namespace.strip('"'), name.strip('"')


def names_digest(*args, length):
    from hashlib import md5

    digest = md5(usedforsecurity=False)
    for arg in args:
        digest.update(arg.encode())
    return digest.hexdigest()[:length]


def truncate_name(identifier, length=None, hash_len=4):
    """The name, shortened to `length` with a digest at its end."""
    namespace, name = split_identifier(identifier)
    if length is None or len(name) <= length:
        return identifier
    digest = names_digest(name, length=hash_len)
    return "%s%s%s" % ('%s"."' % namespace if namespace else "", name[: length - hash_len], digest)
