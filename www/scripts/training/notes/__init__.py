from .words import words
