"""IPv6 addresses, through the standard library."""

MAX_IPV6_ADDRESS_LENGTH = 39


def clean_ipv6_address(ip_str, unpack_ipv4=False, error_message="This is not a valid IPv6 address.", max_length=39):
    from ipaddress import IPv6Address

    from django.core.exceptions import ValidationError

    try:
        address = IPv6Address(ip_str)
    except ValueError:
        raise ValidationError(error_message, code="invalid", params={"protocol": "IPv6"})
    if unpack_ipv4 and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    if address.ipv4_mapped:
        return "::ffff:%s" % address.ipv4_mapped
    return str(address)


def is_valid_ipv6_address(ip_str):
    from ipaddress import IPv6Address

    try:
        IPv6Address(str(ip_str))
    except ValueError:
        return False
    return True
