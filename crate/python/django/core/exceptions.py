"""Exception classes that are not about the database itself."""


def _define(name, *bases):
    return type(name, bases or (Exception,), {"__module__": __name__})


FieldDoesNotExist = _define("FieldDoesNotExist")
AppRegistryNotReady = _define("AppRegistryNotReady")
ObjectNotUpdated = _define("ObjectNotUpdated")
MultipleObjectsReturned = _define("MultipleObjectsReturned")
SuspiciousOperation = _define("SuspiciousOperation")
SuspiciousMultipartForm = _define("SuspiciousMultipartForm", SuspiciousOperation)
SuspiciousFileOperation = _define("SuspiciousFileOperation", SuspiciousOperation)
DisallowedHost = _define("DisallowedHost", SuspiciousOperation)
DisallowedRedirect = _define("DisallowedRedirect", SuspiciousOperation)
TooManyFieldsSent = _define("TooManyFieldsSent", SuspiciousOperation)
TooManyFilesSent = _define("TooManyFilesSent", SuspiciousOperation)
RequestDataTooBig = _define("RequestDataTooBig", SuspiciousOperation)
RequestAborted = _define("RequestAborted")
BadRequest = _define("BadRequest")
PermissionDenied = _define("PermissionDenied")
ViewDoesNotExist = _define("ViewDoesNotExist")
MiddlewareNotUsed = _define("MiddlewareNotUsed")
ImproperlyConfigured = _define("ImproperlyConfigured")
FieldError = _define("FieldError")
FieldFetchBlocked = _define("FieldFetchBlocked", FieldError)
EmptyResultSet = _define("EmptyResultSet")
FullResultSet = _define("FullResultSet")
SynchronousOnlyOperation = _define("SynchronousOnlyOperation")

NON_FIELD_ERRORS = "__all__"


class ObjectDoesNotExist(Exception):
    silent_variable_failure = True


class ValidationError(Exception):
    """One message, a list of them, or a dictionary of lists by field."""

    def __init__(self, message, code=None, params=None):
        super().__init__(message, code, params)
        if isinstance(message, ValidationError):
            if hasattr(message, "error_dict"):
                message = message.error_dict
            elif hasattr(message, "message"):
                message, code, params = message.message, message.code, message.params
            else:
                message = message.error_list
        if isinstance(message, dict):
            self.error_dict = {
                field: (errors if isinstance(errors, ValidationError) else ValidationError(errors)).error_list
                for field, errors in message.items()
            }
        elif isinstance(message, list):
            self.error_list = []
            for item in message:
                if not isinstance(item, ValidationError):
                    item = ValidationError(item)
                if hasattr(item, "error_dict"):
                    for errors in item.error_dict.values():
                        self.error_list.extend(errors)
                else:
                    self.error_list.extend(item.error_list)
        else:
            self.message, self.code, self.params = message, code, params
            self.error_list = [self]

    @property
    def message_dict(self):
        self.error_dict
        return dict(self)

    @property
    def messages(self):
        if hasattr(self, "error_dict"):
            return [text for texts in dict(self).values() for text in texts]
        return list(self)

    def update_error_dict(self, error_dict):
        if hasattr(self, "error_dict"):
            for field, errors in self.error_dict.items():
                error_dict.setdefault(field, []).extend(errors)
        else:
            error_dict.setdefault(NON_FIELD_ERRORS, []).extend(self.error_list)
        return error_dict

    def __iter__(self):
        if hasattr(self, "error_dict"):
            for field, errors in self.error_dict.items():
                yield field, list(ValidationError(errors))
        else:
            for error in self.error_list:
                text = error.message
                yield str(text % error.params if error.params else text)

    def __str__(self):
        return repr(dict(self) if hasattr(self, "error_dict") else list(self))

    def __repr__(self):
        return "ValidationError(%s)" % self

    def __eq__(self, other):
        if not isinstance(other, ValidationError):
            return NotImplemented
        return hash(self) == hash(other)

    def __hash__(self):
        from django.utils.hashable import make_hashable

        if hasattr(self, "message"):
            return hash((self.message, self.code, make_hashable(self.params)))
        if hasattr(self, "error_dict"):
            return hash(make_hashable(self.error_dict))
        return hash(tuple(sorted(self.error_list, key=lambda error: error.message)))
