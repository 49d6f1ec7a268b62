use super::*;
use crate::report::SourceFile;

const MODELS: &str = "from django.db import models

class CityQuerySet(models.QuerySet):
    def dense(self, than=10):
        return self.annotate(density=models.F('population') / models.F('area')).filter(density__gt=than)

class State(models.Model):
    name = models.CharField(max_length=100)
    joined = models.DateField(null=True)

    @property
    def title(self):
        return self.name

    def biggest(self):
        return self.cities.order_by('-population').first()

class City(models.Model):
    class Size(models.TextChoices):
        BIG = 'b'
    name = models.CharField(max_length=100)
    population = models.PositiveIntegerField()
    area = models.FloatField()
    size = models.CharField(choices=Size.choices)
    state = models.ForeignKey('State', on_delete=models.CASCADE, related_name='cities')
    twins = models.ManyToManyField('self')
    objects = CityQuerySet.as_manager()

class Mayor(models.Model):
    city = models.OneToOneField(City, models.CASCADE)
    data = models.JSONField()
";

/// The completions at `|`.
fn at(source: &str) -> Completions {
    in_file("one", source)
}

fn in_file(file: &str, source: &str) -> Completions {
    let position = source.find('|').expect("has a cursor");
    let source = source.replacen('|', "", 1);
    let units = source[..position].encode_utf16().count();
    complete(&CompleteRequest {
        files: vec![SourceFile { path: "geo/models.py".into(), text: MODELS.into() }],
        models_module: "geo".into(),
        file: file.into(),
        source,
        position: u32::try_from(units).expect("is short"),
    })
}

#[track_caller]
fn has(source: &str, expected: &[&str]) -> Completions {
    let found = at(source);
    let labels: Vec<_> = found.items.iter().map(|item| item.label.as_str()).collect();
    for label in expected {
        assert!(labels.contains(label), "{label} is not at {source}: {labels:?}");
    }
    found
}

#[track_caller]
fn has_not(source: &str, unexpected: &[&str]) {
    let found = at(source);
    for label in unexpected {
        assert!(found.items.iter().all(|item| item.label != *label), "{label} is at {source}");
    }
}

#[test]
fn fields_and_lookups_are_known_along_relations() {
    has("City.objects.filter(|", &["name", "population", "state", "state_id", "mayor", "twins", "pk"]);
    has("City.objects.filter(state__|", &["name", "joined", "cities", "isnull", "in"]);
    has("City.objects.filter(state__name__|", &["icontains", "exact", "in", "isnull"]);
    has("State.objects.exclude(joined__|", &["year", "month", "gte", "range"]);
    has("State.objects.exclude(joined__year__|", &["gte", "in"]);
    has("State.objects.filter(cities__pop|", &["population"]);
    has("Mayor.objects.filter(data__a__|", &["has_key", "exact"]);
    has_not("City.objects.filter(population__|", &["year", "has_key", "name"]);
    let found = has("City.objects.filter(state__na|", &["name"]);
    assert_eq!((found.from, found.to), (27, 29));
    assert_eq!(found.items[0].label, "name");
}

#[test]
fn texts_name_fields() {
    has("City.objects.order_by('-pop|", &["population"]);
    has("City.objects.values('state__|')", &["name", "joined"]);
    has("City.objects.annotate(x=models.F('|", &["population", "area"]);
    has("State.objects.annotate(n=models.Count('|", &["cities", "name"]);
    has("City.objects.select_related('|", &["state", "mayor"]);
    has_not("City.objects.select_related('|", &["name", "twins"]);
    has("State.objects.prefetch_related('|", &["cities"]);
    has("State.objects.annotate(x=Exists(City.objects.filter(state=OuterRef('|", &["joined"]);
    has_not("State.objects.annotate(x=Exists(City.objects.filter(state=OuterRef('|", &["population"]);
    has("newest = City.objects.filter(state=OuterRef('|'))", &["joined", "pk"]);
    has("x = models.ForeignKey('|", &["State", "City", "self"]);
    has_not("print('|", &["name"]);
    has_not("# City.|", &["objects"]);
}

#[test]
fn methods_are_those_of_the_queryset_and_ones_own() {
    let found = has("City.objects.|", &["filter", "annotate", "dense", "get_queryset"]);
    let dense = found.items.iter().find(|item| item.label == "dense").expect("is there");
    assert_eq!((dense.signature.as_deref(), dense.detail.as_str()), (Some("(than=10)"), "CityQuerySet"));
    has_not("City.objects.|", &["as_manager"]);
    has("City.objects.dense().|", &["count", "dense"]);
    has("City.objects.dense().filter(|", &["density", "name"]);
    has("City.objects.all()[:5].fi|", &["filter", "first"]);
    has("qs = City.objects.filter(\n    population__gt=1,\n)\nqs = qs.exclude(name='x')\nqs.|", &["values_list"]);
    has_not("City.objects.count().|", &["filter"]);
}

#[test]
fn instances_have_fields_relations_and_properties() {
    has("State.objects.first().|", &["name", "cities", "title", "biggest", "save", "pk"]);
    has("for state in State.objects.all():\n    state.|", &["cities", "title"]);
    has(
        "for state in State.objects.all():\n    for c in state.cities.dense():\n        c.|",
        &["population", "mayor", "get_size_display"],
    );
    has("rows = [c.| for c in City.objects.all()]", &["population", "state"]);
    has("City.objects.get(pk=1).state.|", &["joined", "cities"]);
    has("City.objects.first().twins.|", &["add", "filter", "dense"]);
    has("State.objects.first().biggest().|", &["population"]);
    has("Mayor.objects.first().city.mayor.|", &["data"]);
    has("def f(city: City):\n    return city.|", &["population"]);
    has("sorted(City.objects.all())[0].|", &["area"]);
    has_not("City.objects.values('name')[0].|", &["population"]);
}

#[test]
fn arguments_have_names_and_signatures() {
    let found = has("City.objects.create(|", &["name", "population", "state"]);
    assert_eq!(found.items[0].insert.as_deref(), Some("id="));
    has("City(pop|", &["population"]);
    let call = has("City.objects.values_list('name', fl|", &["flat"]).call.expect("is in a call");
    assert_eq!(call.label, "values_list(*fields, flat=False, named=False)");
    assert_eq!(call.active, Some(0));
    let call = at("City.objects.values_list('name', flat=|").call.expect("is in a call");
    assert_eq!(call.active, Some(1));
    assert_eq!(&call.label[call.parameters[1].from as usize..call.parameters[1].to as usize], "flat=False");
    let call = at("City.objects.dense(|").call.expect("is in a call");
    assert_eq!((call.label.as_str(), call.active), ("dense(than=10)", Some(0)));
    has("x = models.CharField(|", &["max_length", "null", "unique", "db_index"]);
    has("x = models.ForeignKey(State, |", &["models.CASCADE", "related_name"]);
    assert!(at("City.objects.count()|").call.is_none());
}

#[test]
fn names_in_reach_come_with_what_they_need() {
    let found = has("Cou|", &["Count"]);
    assert_eq!(found.items[0].insert.as_deref(), Some("models.Count"));
    let found = has("from django.db.models import Count\nCou|", &["Count"]);
    assert_eq!(found.items[0].insert, None);
    has("totals = 1\ntot|", &["totals"]);
    has("def helper(a, b):\n    pass\nhel|", &["helper"]);
    has("Sta|", &["State"]);
    has("models.|", &["CharField", "Count", "CASCADE", "Model"]);
    has("functions.Trunc|", &["TruncMonth"]);
    has("from django.db.models import |", &["F", "Q", "OuterRef"]);
    has("from django.db.models.functions import Coa|", &["Coalesce"]);
    has("from geo.models import |", &["City", "State"]);
    let found = has("from django.db.mod|", &["django.db.models"]);
    assert_eq!(found.from, 5);
    has("fr|", &["from"]);
    has_not("class |", &["State"]);
}

#[test]
fn the_file_itself_counts_as_it_is_typed() {
    let typed = MODELS.replace("class Mayor", "class Meta2:\n    pass\n\nclass Road(models.Model):\n    towns = models.ManyToManyField(City)\n    class Meta:\n        ord|\n\nclass Mayor");
    let labels: Vec<String> = in_file("geo/models.py", &typed).items.into_iter().map(|item| item.label).collect();
    assert!(labels.contains(&"ordering".to_owned()) && !labels.contains(&"State".to_owned()), "{labels:?}");
    let typed = typed.replace("ord|", "ordering = ['|']");
    let labels: Vec<String> = in_file("geo/models.py", &typed).items.into_iter().map(|item| item.label).collect();
    assert!(labels.contains(&"towns".to_owned()) && !labels.contains(&"population".to_owned()), "{labels:?}");
    let typed = MODELS.replace("    def biggest", "    verbose = 'na|'\n    def biggest");
    assert_eq!(in_file("geo/models.py", &typed).items, []);
    let typed = MODELS.replace("return self.name", "return self.|");
    let labels: Vec<String> = in_file("geo/models.py", &typed).items.into_iter().map(|item| item.label).collect();
    assert!(labels.contains(&"joined".to_owned()) && labels.contains(&"cities".to_owned()), "{labels:?}");
}

#[test]
fn nothing_typed_ends_it() {
    let whole = format!(
        "{MODELS}\nfor c in City.objects.filter(name='é', state__in=[x for x in (1, 2)]):\n    print(f\"{{c.name}}\")"
    );
    for (end, _) in whole.char_indices() {
        for (file, text) in [("geo/models.py", &whole[..end]), ("one", &whole[MODELS.len().min(end)..end])] {
            let units = u32::try_from(text.encode_utf16().count()).expect("is short");
            for position in [units, units / 2, u32::MAX] {
                complete(&CompleteRequest {
                    files: vec![SourceFile { path: "geo/models.py".into(), text: whole[end..].into() }],
                    models_module: "geo".into(),
                    file: file.into(),
                    source: text.into(),
                    position,
                });
            }
        }
    }
    for odd in
        ["|", "]|", ")))|", "x = x.|", "x = y\ny = x\nx.|", "a.b(|", "'''|", "é.|", "class A(A): pass\nA.|", "self.|"]
    {
        at(odd);
    }
}

#[test]
fn it_answers_while_one_types() {
    let long = format!(
        "{}for state in State.objects.all():\n    state.|",
        "x = City.objects.filter(state__name='x')\n".repeat(2000)
    );
    let start = std::time::Instant::now();
    assert!(at(&long).items.iter().any(|item| item.label == "cities"));
    // A build without optimisation on a busy machine; typed code is a hundred times shorter.
    assert!(start.elapsed().as_millis() < 2000, "{:?}", start.elapsed());
}
