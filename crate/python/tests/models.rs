//! What models a session accepts: those that Django's system check refuses end the run before it begins, with what the
//! check says; Django's own apps are there when something names them; nothing of a run is left for the next.

use outerref_lab::{
    clock,
    report::{ApproachSource, Report, RunRequest, SourceFile},
};
use outerref_python::{Engine, session::with_large_stack};

/// A run of approaches on these models, by the engine, as often as there are sources.
fn runs(models: &str, sources: &[&str]) -> Vec<Report> {
    repeated(models, sources, 1)
}

/// The same, where each approach runs so often.
fn repeated(models: &str, sources: &[&str], times: u32) -> Vec<Report> {
    let mut request: RunRequest = serde_json::from_value(serde_json::json!({
        "files": [], "modelsModule": "shop", "dataFile": null, "approaches": [], "scale": null, "dialect": "sqlite",
        "repeat": {"warmUp": 0, "maxRuns": times, "enoughMicros": 1e9},
        "budget": {"micros": 1e7, "queries": 100, "output": 1000, "rowsShown": 10, "rowsFetched": 100},
    }))
    .expect("a request");
    request.files = vec![
        SourceFile { path: "shop/__init__.py".into(), text: String::new() },
        SourceFile { path: "shop/models.py".into(), text: models.into() },
    ];
    with_large_stack(|| {
        let engine = Engine::new(clock::native).expect("an engine");
        let run = |source: &&str| {
            request.approaches = vec![ApproachSource { name: "Try".into(), source: (*source).into() }];
            engine.run(&request, &mut |_, _, _| {})
        };
        sources.iter().map(run).collect()
    })
}

/// What setting up a run with these models says.
fn said(fields: &str) -> Option<String> {
    let text = format!(
        "from django.db import models\nclass A(models.Model):\n    pass\nclass B(models.Model):\n    {}\n",
        fields.replace('\n', "\n    ")
    );
    runs(&text, &["1"]).remove(0).setup_error.map(|error| error.message)
}

/// What an approach printed, or the error that ended it.
fn printed(report: &Report) -> String {
    if let Some(error) = report.setup_error.as_ref().or(report.approaches[0].error.as_ref()) {
        return format!("{}: {}", error.kind, error.message);
    }
    report.approaches[0].stdout.clone()
}

#[test]
fn two_reverse_accessors_of_one_name_clash() {
    let message = said("a = models.ForeignKey(A, models.CASCADE)\nb = models.ForeignKey(A, models.CASCADE)");
    let message = message.expect("they clash");
    assert!(message.contains(
        "shop.B.a: (fields.E304) Reverse accessor 'A.b_set' for 'shop.B.a' clashes with reverse accessor for 'shop.B.b'."
    ));
    assert_eq!(
        said("a = models.ForeignKey(A, models.CASCADE)\nb = models.ForeignKey(A, models.CASCADE, related_name='+')"),
        None
    );
}

#[test]
fn a_relation_to_nothing_is_told() {
    let message = said("a = models.ForeignKey('Missing', models.CASCADE)").expect("there is no such model");
    assert!(message.contains("shop.B.a: (fields.E300) Field defines a relation with model 'Missing'"));
    assert_eq!(said("a = models.ForeignKey('A', models.CASCADE)\nb = models.ManyToManyField('self')"), None);
}

const TEAM: &str = "from django.conf import settings\nfrom django.db import models\nclass Team(models.Model):\n    \
                    lead = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)\n";

#[test]
fn a_relation_to_the_user_model_brings_djangos_own() {
    let source = "from django.contrib.auth import get_user_model\n\
                  user = get_user_model().objects.create_user('ann', password='x')\n\
                  Team.objects.create(lead=user)\n\
                  print(Team.objects.filter(lead__username='ann').count(), user._meta.db_table, user.check_password('x'))";
    assert_eq!(printed(&runs(TEAM, &[source])[0]), "1 auth_user True\n");
}

#[test]
fn an_approach_may_be_the_first_to_name_users() {
    let source = "from django.contrib.auth.models import Permission, User\nUser.objects.create_superuser('root')\n\
                  print(User.objects.get().has_perm('a.b'), Permission.objects.filter(content_type__model='user').count())";
    assert_eq!(printed(&runs("", &[source])[0]), "True 4\n");
}

#[test]
fn a_user_model_of_ones_own_takes_the_place_of_djangos() {
    let models = format!(
        "from django.contrib.auth.models import AbstractUser\nclass User(AbstractUser):\n    pass\n{}",
        TEAM.replace("class Team", "\nclass Team")
    );
    let source = "from django.contrib.auth.models import Group, Permission\n\
                  user = User.objects.create_user('ann')\ngroup = Group.objects.create(name='g')\n\
                  group.permissions.add(Permission.objects.get(codename='add_team'))\nuser.groups.add(group)\n\
                  print(user._meta.db_table, user.has_perm('shop.add_team'), Group.objects.get(user__username='ann').name)\n\
                  print(Team._meta.get_field('lead').remote_field.model.__name__)";
    // Another run, on models without one, has Django's again.
    assert_eq!(printed(&runs(&models, &[source])[0]), "shop_user True g\nUser\n");
    assert_eq!(
        printed(&runs(TEAM, &["print(Team._meta.get_field('lead').related_model._meta.label)"])[0]),
        "auth.User\n"
    );
}

#[test]
fn settings_and_receivers_end_with_their_run() {
    let models = "from django.db import models\nfrom django.db.models.signals import post_save\n\
                  from django.conf import settings\nclass A(models.Model):\n    pass\n\
                  print('USE_TZ', settings.USE_TZ)\nsettings.USE_TZ = False\n\
                  def told(sender, **kwargs):\n    print('saved')\npost_save.connect(told, weak=False)\n";
    let reports = runs(models, &["a = A(); a.save()", "a = A(); a.save()"]);
    for report in &reports {
        assert_eq!(printed(report), "saved\n");
        assert!(report.setup_stdout.lines().all(|line| line == "USE_TZ True"), "{}", report.setup_stdout);
    }
}

#[test]
fn models_of_earlier_runs_are_freed() {
    const MODELS: &str = "from django.db import models
class Author(models.Model):
    friends = models.ManyToManyField('self')
class Book(models.Model):
    author = models.ForeignKey(Author, models.CASCADE, related_name='books')
    title = models.CharField(max_length=20, default='x')
class Novel(Book):
    pass
class Listed(Author):
    class Meta:
        proxy = True
";
    const USE: &str = "from django.db.models import Count, IntegerField, Value
author = Author.objects.create()
Book.objects.create(author=author)
list(Author.objects.annotate(n=Count('books'), one=Value(1, output_field=IntegerField())).prefetch_related('books'))
";
    // What one look frees may have had a field that is free for the next.
    const COUNT: &str = "import gc
for _ in range(3): gc.collect()
print([model.__name__ for model in models.Model.__subclasses__()].count('Book') <= 3)
";
    // The interpreter's inline caches may keep a class or two.
    assert_eq!(printed(&runs(MODELS, &[USE, USE, USE, USE, USE, USE, USE, USE, COUNT])[8]), "True\n");
}

#[test]
fn cycles_that_outlive_a_look_at_new_objects_are_freed_within_a_run() {
    const SOURCE: &str = "import gc
class Node: pass
def grow():
    nodes = [Node() for _ in range(3000)]
    for node in nodes:
        node.me = node
most = 0
for _ in range(120):
    grow()
    most = max(most, sum(gc.get_count()))
print(100_000 < most < 300_000)
";
    assert_eq!(printed(&runs("from django.db import models\n", &[SOURCE])[0]), "True\n");
}

#[test]
fn each_time_an_approach_finds_what_it_found_the_first_time() {
    const MODELS: &str = "from django.db import models
from django.db.models.signals import post_save
import logging
class A(models.Model):
    pass
def of_models(sender, **kwargs):
    print('models')
post_save.connect(of_models, sender=A)
logging.getLogger('a').setLevel('ERROR')
";
    const SOURCE: &str = "import decimal, io, logging, os, sys, warnings
from django.db import connection, transaction
from django.db.models.signals import post_save
from django.utils import timezone
def told(sender, **kwargs):
    print('approach')
post_save.connect(told, sender=A)
def wrapper(execute, sql, params, many, context):
    print('wrapped')
    return execute(sql, params, many, context)
connection.execute_wrappers.append(wrapper)
with connection.cursor() as cursor:
    cursor.execute('SELECT 1')
print(logging.getLogger('a').level, settings.USE_TZ, decimal.getcontext().prec, os.environ.get('X'))
print(timezone.get_current_timezone_name(), connection.get_autocommit(), connection.in_atomic_block)
print(warnings.filters[0][0] == 'error', A.objects.count(), logging.root.handlers)
A.objects.create()
logging.getLogger('a').setLevel('INFO')
logging.basicConfig(level='DEBUG')
settings.USE_TZ = False
decimal.getcontext().prec = 5
os.environ['X'] = 'set'
timezone.activate('Europe/Paris')
warnings.simplefilter('error')
atomic = transaction.atomic()
atomic.__enter__()
A.objects.create()
transaction.set_rollback(True)
sys.stdout = io.StringIO()
";
    const PRINTED: &str = "wrapped\n40 True 28 None\nUTC True False\nFalse 0 []\nmodels\napproach\nmodels\napproach\n";
    for times in [1, 3] {
        for report in repeated(MODELS, &[SOURCE, SOURCE], times) {
            assert_eq!(report.approaches[0].timing.runs, times);
            assert_eq!(printed(&report), PRINTED);
        }
    }
}
