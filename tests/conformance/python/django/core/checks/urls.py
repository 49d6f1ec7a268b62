def check_resolver(resolver):
    return []
