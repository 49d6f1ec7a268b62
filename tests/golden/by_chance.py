#!/usr/bin/env python3
"""Writes snippets with querysets made by chance, to be recorded with real Django and compared.

usage: by_chance.py --seed N --count N > snippets.txt

The models are those of the bookshop. A snippet that ends in an error has its class and text as the result, so that
errors are compared too. The same seed gives the same snippets.
"""

import argparse
import random

# Model: fields by type, relations by name with the model they lead to (to-many ones are the reason for GROUP BY).
MODELS = {
    "State": {"text": ["name", "code"], "int": ["population"], "float": ["area"], "date": ["joined"],
              "one": {}, "many": {"cities": "City"}},
    "City": {"text": ["name"], "int": ["population", "founded"], "float": ["elevation"], "bool": ["is_capital"],
             "one": {"state": "State"},
             "many": {"authors": "Author", "stores": "Store", "publishers": "Publisher", "twins": "City"}},
    "Author": {"text": ["name", "email"], "date": ["born"], "one": {"home": "City", "mentor": "Author"},
               "many": {"books": "Book", "students": "Author", "reviews": "Review"}},
    "Publisher": {"text": ["name"], "int": ["founded"], "one": {"city": "City"}, "many": {"books": "Book"}},
    "Book": {"text": ["title", "isbn", "genre"], "int": ["pages"], "float": ["rating"], "decimal": ["price"],
             "date": ["published"], "bool": ["in_print"], "one": {"publisher": "Publisher", "sequel_to": "Book"},
             "many": {"authors": "Author", "reviews": "Review", "stock": "Stock", "tags": "Tag"}},
    "Tag": {"text": ["name"], "one": {"parent": "Tag"}, "many": {"books": "Book", "children": "Tag"}},
    "Store": {"text": ["name"], "datetime": ["opened"], "one": {"city": "City"},
              "many": {"stock": "Stock", "orders": "Order", "books": "Book"}},
    "Stock": {"int": ["quantity"], "decimal": ["discount"], "one": {"store": "Store", "book": "Book"}, "many": {}},
    "Review": {"text": ["text"], "int": ["stars"], "datetime": ["created"],
               "one": {"book": "Book", "reviewer": "Author"}, "many": {}},
    "Order": {"text": ["customer"], "datetime": ["placed", "shipped"], "one": {"store": "Store"},
              "many": {"lines": "OrderLine"}},
    "OrderLine": {"int": ["quantity"], "decimal": ["unit_price"], "one": {"order": "Order", "book": "Book"}, "many": {}},
}
TYPES = ["text", "int", "float", "decimal", "date", "datetime", "bool"]


class Chance:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.names = 0

    def one_of(self, *options):
        return self.random.choice(options)

    def often(self, share=0.5):
        return self.random.random() < share

    def fresh(self):
        self.names += 1
        return f"x{self.names}"

    # Paths

    def path(self, model, types, many=0.3, depth=2):
        """A path to a field of one of the types, or None."""
        prefix = []
        for _ in range(self.random.randint(0, depth)):
            kinds = dict(MODELS[model]["one"])
            if self.often(many):
                kinds.update(MODELS[model]["many"])
            if not kinds:
                break
            step = self.random.choice(sorted(kinds))
            prefix.append(step)
            model = kinds[step]
        found = [(name, type_) for type_ in types for name in MODELS[model].get(type_, [])]
        if not found:
            return None
        name, type_ = self.random.choice(found)
        return "__".join([*prefix, name]), type_

    def constant(self, type_):
        return {
            "text": lambda: repr(self.one_of("A", "a", "e", "F", "The", "Paris", "")),
            "int": lambda: str(self.one_of(0, 1, 2, 5, 100, 300, 1900, 50000)),
            "float": lambda: str(self.one_of(0.0, 1.5, 3.5, 4.2, 100.0)),
            "decimal": lambda: f'Decimal("{self.one_of("0", "9.99", "15", "20.50")}")',
            "date": lambda: f"date({self.one_of(1950, 1990, 2015, 2020)}, {self.one_of(1, 6)}, 1)",
            "datetime": lambda: f"datetime({self.one_of(2015, 2020, 2024)}, {self.one_of(1, 6)}, 1, tzinfo=UTC)",
            "bool": lambda: self.one_of("True", "False"),
        }[type_]()

    # Conditions

    def lookup(self, model, extra=()):
        if extra and self.often(0.3):
            name, type_ = self.random.choice(extra)
        elif self.often(0.15):
            relations = sorted({**MODELS[model]["one"], **MODELS[model]["many"]})
            if relations:
                return f"{self.random.choice(relations)}__isnull={self.one_of('True', 'False')}"
            return "pk__gt=1"
        else:
            found = self.path(model, TYPES)
            if found is None:
                return "pk__gt=1"
            name, type_ = found
        same = self.path(model, [type_], many=0)
        if type_ != "bool" and same and self.often(0.12):
            return f'{name}__{self.one_of("gt", "lte", "exact")}=F("{same[0]}")'
        kinds = ["exact", "in", "isnull"]
        if type_ == "bool":
            return f"{name}={self.constant(type_)}"
        if type_ == "text":
            kinds += ["icontains", "startswith", "iexact", "endswith", "contains", "regex", "gt"]
        else:
            kinds += ["gt", "gte", "lt", "lte", "range"]
        if type_ in ("date", "datetime"):
            kinds += ["year", "month__gt", "year__gte", "quarter", "week_day"]
        kind = self.random.choice(kinds)
        if kind == "isnull":
            return f"{name}__isnull={self.one_of('True', 'False')}"
        if kind == "in":
            return f"{name}__in=[{self.constant(type_)}, {self.constant(type_)}]"
        if kind == "range":
            return f"{name}__range=({self.constant(type_)}, {self.constant(type_)})"
        if kind == "regex":
            return f'{name}__regex="{self.one_of("^A", "e$", "[0-9]+")}"'
        if kind in ("year", "year__gte"):
            return f"{name}__{kind}={self.one_of(1990, 2015, 2020, 2024)}"
        if kind in ("month__gt", "quarter", "week_day"):
            return f"{name}__{kind}={self.one_of(1, 2, 3)}"
        if kind == "exact" and self.often():
            return f"{name}={self.constant(type_)}"
        return f"{name}__{kind}={self.constant(type_)}"

    def q(self, model, extra=(), depth=2):
        if depth == 0 or self.often(0.4):
            return f"Q({self.lookup(model, extra)})"
        if self.often(0.25):
            return f"~{self.q(model, extra, depth - 1)}"
        sign = self.one_of("&", "|", "|", "^")
        return f"({self.q(model, extra, depth - 1)} {sign} {self.q(model, extra, depth - 1)})"

    def conditions(self, model, extra):
        if self.often(0.35):
            return self.q(model, extra)
        lookups = {}
        for _ in range(self.random.randint(1, 2)):
            name, value = self.lookup(model, extra).split("=", 1)
            lookups[name] = value
        return ", ".join(f"{name}={value}" for name, value in lookups.items())

    # Expressions: (text, type)

    def expression(self, model, extra=(), aggregates=True, depth=2):
        kind = self.random.choice(
            ["field", "field", "arithmetic", "case", "coalesce", "function", "constant"]
            + (["aggregate", "aggregate", "aggregate"] if aggregates else [])
            + (["subquery", "exists"] if depth == 2 else [])
        )
        if kind == "aggregate":
            return self.aggregate(model)
        if kind == "constant" or depth == 0:
            type_ = self.one_of("int", "text", "float", "bool")
            return f"Value({self.constant(type_)})", type_
        if kind == "exists":
            return self.exists(model)
        if kind == "subquery":
            return self.subquery(model)
        if kind == "arithmetic":
            left, right = self.path(model, ["int", "float"], many=0.1), self.path(model, ["int", "float"], many=0.1)
            if left and right:
                sign = self.one_of("+", "-", "*", "/", "%")
                other = f'F("{right[0]}")' if self.often() else self.constant(left[1])
                type_ = "float" if "float" in (left[1], right[1] if other.startswith("F") else left[1]) else "int"
                return f'F("{left[0]}") {sign} {other}', type_
        if kind == "case":
            text, type_ = self.expression(model, extra, False, 0)
            other = self.constant(type_)
            when = self.conditions(model, ())
            return f"Case(When({when}, then={text}), default=Value({other}))", type_
        if kind == "coalesce":
            found = self.path(model, ["int", "float", "text"], many=0.1)
            if found:
                return f'Coalesce("{found[0]}", Value({self.constant(found[1])}))', found[1]
        if kind == "function":
            found = self.path(model, ["text"], many=0.1)
            if found:
                function, type_ = self.one_of(
                    ("Length", "int"), ("Upper", "text"), ("Lower", "text"), ("Trim", "text"), ("Reverse", "text")
                )
                return f'{function}("{found[0]}")', type_
        found = self.path(model, TYPES, many=0.1)
        return (f'F("{found[0]}")', found[1]) if found else ("Value(1)", "int")

    def aggregate(self, model):
        distinct = ", distinct=True" if self.often(0.25) else ""
        condition = f", filter={self.q(model, depth=1)}" if self.often(0.25) else ""
        if self.often(0.45):
            relations = sorted(MODELS[model]["many"]) or sorted(MODELS[model]["one"])
            target = self.random.choice(relations) if relations and self.often(0.8) else "pk"
            return f'Count("{target}"{distinct}{condition})', "int"
        function = self.one_of("Sum", "Avg", "Min", "Max")
        found = self.path(model, ["int", "float", "decimal"] if function in ("Sum", "Avg") else
                          ["int", "float", "decimal", "date", "text"], many=0.8)
        if not found:
            return f'Count("pk"{distinct}{condition})', "int"
        default = ", default=0" if function == "Sum" and found[1] == "int" and self.often(0.2) else ""
        distinct = distinct if function in ("Sum", "Avg") else ""
        return f'{function}("{found[0]}"{distinct}{condition}{default})', "float" if function == "Avg" else found[1]

    def inner(self, model):
        """A queryset of related rows of an outer one: its model and its text."""
        choices = []
        for name, details in sorted(MODELS.items()):
            for relation, target in sorted(details["one"].items()):
                if target == model:
                    choices.append((name, f'{relation}=OuterRef("pk")'))
            shared = {"int"}
            for type_ in shared:
                if details.get(type_) and MODELS[model].get(type_):
                    mine, outer = self.random.choice(details[type_]), self.random.choice(MODELS[model][type_])
                    choices.append((name, f'{mine}__{self.one_of("gt", "lte", "exact")}=OuterRef("{outer}")'))
        if not choices:
            return None
        name, condition = self.random.choice(choices)
        text = f"{name}.objects.filter({condition})"
        if self.often(0.4):
            text += f".{self.one_of('filter', 'exclude')}({self.conditions(name, ())})"
        return name, text

    def exists(self, model):
        found = self.inner(model)
        if not found:
            return "Value(True)", "bool"
        return f"{self.one_of('', '', '~')}Exists({found[1]})", "bool"

    def subquery(self, model):
        found = self.inner(model)
        if not found:
            return "Value(1)", "int"
        name, text = found
        if self.often(0.4):
            link = self.one_of(*sorted(MODELS[name]["one"])) if MODELS[name]["one"] else "pk"
            text = f'{text}.order_by().values("{link}").annotate(c=Count("pk")).values("c")'
            return f"Subquery({text})", "int"
        field = self.path(name, TYPES, many=0, depth=1) or ("pk", "int")
        return f'Subquery({text}.order_by("{self.one_of("", "-")}pk").values("{field[0]}")[:1])', field[1]

    # Querysets

    def queryset(self):
        model = self.random.choice(sorted(MODELS))
        text, extra, shape, sliced = f"{model}.objects", [], "model", False
        for _ in range(self.random.randint(1, 5)):
            step = self.random.choice(
                ["filter"] * 4 + ["exclude"] * 3 + ["annotate"] * 4 + ["order_by"] * 2 + ["alias", "values", "distinct",
                 "values_list", "select_related", "only", "reverse"]
            )
            if step in ("filter", "exclude"):
                if self.often(0.12):
                    text += f".{step}({self.exists(model)[0]})"
                else:
                    text += f".{step}({self.conditions(model, extra)})"
            elif step in ("annotate", "alias"):
                name = self.fresh()
                expression, type_ = self.expression(model, extra)
                text += f".{step}({name}={expression})"
                extra.append((name, type_))
            elif step == "order_by":
                paths = [self.path(model, TYPES, many=0.1) for _ in range(self.random.randint(1, 2))]
                names = [found[0] for found in paths if found] + [name for name, _ in extra if self.often(0.3)]
                text += f".order_by({', '.join(repr(self.one_of('', '-') + name) for name in names)})"
            elif step == "values" and shape == "model":
                paths = [self.path(model, TYPES, many=0.15) for _ in range(self.random.randint(1, 2))]
                names = sorted({found[0] for found in paths if found} | {name for name, _ in extra if self.often()})
                text += f".values({', '.join(map(repr, names))})"
                shape = "values"
            elif step == "values_list" and shape == "model":
                paths = [self.path(model, TYPES, many=0.15) for _ in range(self.random.randint(1, 2))]
                names = sorted({found[0] for found in paths if found})
                flat = ", flat=True" if len(names) == 1 and self.often() else ""
                text += f".values_list({', '.join(map(repr, names))}{flat})"
                shape = "values"
            elif step == "select_related" and shape == "model" and MODELS[model]["one"]:
                text += f'.select_related("{self.one_of(*sorted(MODELS[model]["one"]))}")'
            elif step == "only" and shape == "model":
                found = self.path(model, TYPES, many=0, depth=0)
                if found:
                    text += f'.{self.one_of("only", "defer")}("{found[0]}")'
            elif step in ("distinct", "reverse"):
                text += f".{step}()"
        if text.endswith(".objects"):
            text += ".all()"
        if self.often(0.2):
            text += self.one_of("[:3]", "[1:4]", "[2:]")
            sliced = True
        return text, shape, extra, sliced, model

    def snippet(self):
        text, shape, extra, sliced, model = self.queryset()
        end = self.random.choice(["rows"] * 6 + ["count", "exists", "first", "aggregate", "last", "in"])
        if end == "count":
            lines = f"result = {text}.count()"
        elif end == "exists":
            lines = f"result = {text}.exists()"
        elif end == "aggregate":
            over = self.one_of(*[name for name, _ in extra], "pk") if extra else "pk"
            lines = f'result = {text}.aggregate(a={self.one_of("Count", "Max", "Min")}("{over}"), n=Count("*"))'
        elif end in ("first", "last"):
            lines = f"row = {text}.{end}()\n"
            lines += "result = row if row is None or isinstance(row, (dict, tuple)) or not hasattr(row, 'pk') else row.pk"
        elif end == "in" and shape == "model":
            lines = f"result = list({model}.objects.filter(pk__in={text}).values_list('pk', flat=True))"
        elif shape == "model":
            shown = "".join(f", row.{name}" for name, _ in extra if f".annotate({name}=" in text)
            lines = f"result = [(row.pk{shown}) for row in {text}]" if shown else f"result = [row.pk for row in {text}]"
        else:
            lines = f"result = list({text})"
        body = "\n".join(f"    {line}" for line in lines.split("\n"))
        return f"try:\n{body}\nexcept Exception as error:\n    result = [type(error).__name__, str(error)]\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=200)
    options = parser.parse_args()
    for number in range(options.count):
        snippet = Chance(options.seed * 1_000_003 + number).snippet()
        if "UTC" in snippet:
            snippet = "from datetime import UTC\n" + snippet
        print(f"## chance/{options.seed}_{number}\n{snippet}")


main()
