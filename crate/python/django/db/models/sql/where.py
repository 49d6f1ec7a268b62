AND = "AND"
OR = "OR"
XOR = "XOR"
