"""Generated data: items of a shop that does not exist."""
from shop.models import Item, Shelf


def load(scale):
    shelves = Shelf.objects.bulk_create(Shelf(name=f"Shelf {number}") for number in range(scale))
    Item.objects.bulk_create(
        Item(shelf=shelf, name=f"Item {shelf.pk}-{number}", price=number * 7 % 50, stock=number * shelf.pk % 3)
        for shelf in shelves
        for number in range(10)
    )
