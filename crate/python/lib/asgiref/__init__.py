"""The part of asgiref that Django's ORM and its users call."""
