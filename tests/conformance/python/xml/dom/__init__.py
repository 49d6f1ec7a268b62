"""XML is not read here."""
