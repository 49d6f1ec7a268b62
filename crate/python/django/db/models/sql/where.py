AND = "AND"
OR = "OR"
XOR = "XOR"


class WhereNode:
    pass


class NothingNode:
    pass
