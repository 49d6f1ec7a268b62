// The public names of Django 6.1.3 that the compatibility page reports on, by group.
//
// A feature's pattern is what its use looks like in code. `names` get theirs from the kind of their group; `more` has
// those that need one of their own. Where a group says `inClasses`, the pattern is also looked for in the classes that
// a test names, since fields and options are written there and not in the test. A feature that no test uses has a
// check of its own in checks/.

const KINDS = {
  method: { label: (name) => `${name}()`, pattern: (name) => `\\.${name}\\(` },
  lookup: { label: (name) => `__${name}`, pattern: (name) => `(?<=\\w)__${name}(?=__[a-z]|\\b)` },
  class: { label: (name) => `${name}()`, pattern: (name) => `\\b${name}\\b(?=[(),\\]])` },
  field: { label: (name) => name, pattern: (name) => `\\b${name}\\(` },
  keyword: { label: (name) => name, pattern: (name) => `\\b${name}=` },
  meta: { label: (name) => name, pattern: (name) => `^ {8,}${name} = ` },
  word: { label: (name) => name, pattern: (name) => `\\b${name}\\b` },
};

// The inside of a call, with calls in it, and calls in those.
const INSIDE = String.raw`(?:[^()]|\((?:[^()]|\([^()]*\))*\))*`;
const keywordOf = (call, keyword) => new RegExp(String.raw`\b(?:${call})\(${INSIDE}\b${keyword}=`);
const AGGREGATES = "Avg Count Max Min Sum StdDev Variance AnyValue StringAgg BitAnd BitOr BitXor";
const anyAggregate = AGGREGATES.replaceAll(" ", "|");

const GROUPS = [
  {
    title: "QuerySets: methods that return querysets",
    kind: "method",
    names: `filter exclude annotate alias order_by reverse distinct values values_list dates datetimes none all union
      intersection difference fetch_mode select_related prefetch_related extra defer only using select_for_update raw`,
    more: {
      slices: /(?:\)|\bqs\w*|\bqueryset)\[\d*:\d*\]/,
      "`|`": /\) \| [A-Z]\w+\.objects|\bqs\w* \| /,
      "`&`": /\) & [A-Z]\w+\.objects|\bqs\w* & /,
      "`^`": /\) \^ [A-Z]\w+\.objects|\bqs\w* \^ /,
    },
  },
  {
    title: "QuerySets: methods that run at once",
    kind: "method",
    names: `get create get_or_create update_or_create bulk_create bulk_update count in_bulk iterator latest earliest
      first last aggregate exists contains update delete explain as_manager`,
  },
  {
    title: "Asynchronous methods",
    kind: "method",
    names: `aget acreate aget_or_create aupdate_or_create abulk_create abulk_update acount ain_bulk aiterator alatest
      aearliest afirst alast aaggregate aexists acontains aupdate adelete aexplain asave arefresh_from_db aadd aremove
      aclear aset`,
    more: { "`async for`": /\basync for\b/ },
  },
  {
    title: "Lookups",
    kind: "lookup",
    names: `exact iexact contains icontains in gt gte lt lte startswith istartswith endswith iendswith range isnull
      regex iregex contained_by has_key has_keys has_any_keys`,
    more: {
      "lookups as expressions": /\b(?:Exact|GreaterThan(?:OrEqual)?|LessThan(?:OrEqual)?|IsNull|In|Range)\(/,
      "`Lookup` subclasses": { inClasses: /\bclass \w+\(.*Lookup\):/ },
    },
  },
  {
    title: "Transforms",
    kind: "lookup",
    names: "date year iso_year month day week week_day iso_week_day quarter time hour minute second",
    more: {
      "keys and indexes of JSON": /\bvalue__(?!isnull|contain|has_|i?exact|in\b|[gl]te?\b)\w+/,
      "`KT()`": /\bKT\(/,
      "`register_lookup()`": /\bregister_lookup\(/,
      "`Transform` subclasses": { inClasses: /\bclass \w+\(.*Transform\):/ },
    },
  },
  {
    title: "Expressions",
    kind: "class",
    names: "F Q Value Func ExpressionWrapper Case When Subquery Exists OuterRef RawSQL FilteredRelation JSONNull",
    more: {
      "`nulls_first`, `nulls_last`": /\bnulls_(?:first|last)=/,
      "slices of `F()`": /\bF\("\w+"\)\[/,
      "`Func` subclasses": { inClasses: /\bclass \w+\((?:\w+\.)?Func\):/ },
    },
  },
  {
    title: "Aggregates",
    kind: "class",
    names: AGGREGATES,
    more: {
      "`filter`": keywordOf(anyAggregate, "filter"),
      "`distinct`": keywordOf(anyAggregate, "distinct"),
      "`default`": keywordOf(anyAggregate, "default"),
      "`order_by`": keywordOf("StringAgg", "order_by"),
      "`sample`": keywordOf("StdDev|Variance", "sample"),
      '`Count("*")`': /\bCount\("\*"\)/,
      "`Aggregate` subclasses": { inClasses: /\bclass \w+\((?:\w+\.)?(?:Aggregate|Sum|Count|Max|Avg)\):/ },
    },
  },
  {
    title: "Window functions",
    kind: "class",
    names: `Window CumeDist DenseRank FirstValue Lag LastValue Lead NthValue Ntile PercentRank Rank RowNumber RowRange
      ValueRange`,
    more: {
      "`partition_by`": /\bpartition_by=/,
      "`exclusion`": /\bexclusion=/,
    },
  },
  {
    title: "Functions: comparison, conversion, JSON, UUID",
    kind: "class",
    names: "Cast Coalesce Collate Greatest Least NullIf JSONArray JSONObject UUID4 UUID7",
  },
  {
    title: "Functions: dates and times",
    kind: "class",
    names: `Extract ExtractYear ExtractIsoYear ExtractMonth ExtractDay ExtractWeekDay ExtractIsoWeekDay ExtractWeek
      ExtractQuarter ExtractHour ExtractMinute ExtractSecond Now Trunc TruncYear TruncQuarter TruncMonth TruncWeek
      TruncDay TruncDate TruncTime TruncHour TruncMinute TruncSecond`,
    more: { "`tzinfo`": /\btzinfo=[a-z]\w*\)/ },
  },
  {
    title: "Functions: mathematics",
    kind: "class",
    names: `Abs ACos ASin ATan ATan2 Ceil Cos Cot Degrees Exp Floor Ln Log Mod Pi Power Radians Random Round Sign Sin
      Sqrt Tan`,
  },
  {
    title: "Functions: text",
    kind: "class",
    names: `Chr Concat Left Length Lower LPad LTrim MD5 Ord Repeat Replace Reverse Right RPad RTrim SHA1 SHA224 SHA256
      SHA384 SHA512 StrIndex Substr Trim Upper`,
  },
  {
    title: "Fields",
    kind: "field",
    inClasses: true,
    names: `AutoField BigAutoField BigIntegerField BinaryField BooleanField CharField CompositePrimaryKey DateField
      DateTimeField DecimalField DurationField EmailField FileField FilePathField FloatField GeneratedField
      GenericIPAddressField ImageField IntegerField JSONField PositiveBigIntegerField PositiveIntegerField
      PositiveSmallIntegerField SlugField SmallAutoField SmallIntegerField TextField TimeField URLField UUIDField
      ForeignKey ManyToManyField OneToOneField GenericForeignKey GenericRelation`,
    more: { "`Field` subclasses": { inClasses: /\bclass \w+\((?:models\.)?\w*Field\):/ } },
  },
  {
    title: "Field options",
    kind: "keyword",
    inClasses: true,
    names: `null blank choices db_column db_comment db_default db_index db_tablespace default editable error_messages
      help_text primary_key unique unique_for_date unique_for_month unique_for_year verbose_name validators max_length
      db_collation auto_now auto_now_add max_digits upload_to db_persist`,
    more: { "`TextChoices`, `IntegerChoices`": /\b(?:Text|Integer)Choices\b|\bSuit\b|\bYearInSchool\b/ },
  },
  {
    title: "Relations",
    kind: "keyword",
    inClasses: true,
    names: `limit_choices_to related_name related_query_name to_field db_constraint symmetrical through through_fields
      db_table parent_link`,
    more: {
      "`CASCADE`": /\bon_delete=(?:models\.)?CASCADE|, (?:models\.)?CASCADE\b/,
      "`PROTECT`": /\bPROTECT\b/,
      "`RESTRICT`": /\bRESTRICT\b/,
      "`SET_NULL`": /\bSET_NULL\b/,
      "`SET_DEFAULT`": /\bSET_DEFAULT\b/,
      "`SET()`": /\bSET\(/,
      "`DO_NOTHING`": /\bDO_NOTHING\b/,
      "`DB_CASCADE`, `DB_SET_NULL`, `DB_SET_DEFAULT`": /\bDB_(?:CASCADE|SET_NULL|SET_DEFAULT)\b/,
    },
  },
  {
    title: "Managers and related objects",
    kind: "method",
    inClasses: true,
    names: "add remove clear set",
    more: {
      "`get_queryset()`": /\bdef get_queryset\(/,
      "`from_queryset()`": /\bfrom_queryset\(/,
      "`Manager` subclasses": { inClasses: /\bclass \w+\((?:models\.)?\w*Manager\):/ },
      "`QuerySet` subclasses": { inClasses: /\bclass \w+\((?:models\.)?\w*QuerySet\):/ },
      "`through_defaults`": /\bthrough_defaults=/,
      "`_base_manager`, `_default_manager`": /\b_(?:base|default)_manager\b/,
      "`Prefetch()`": /\bPrefetch\(/,
      "`to_attr`": /\bto_attr=/,
      "`GenericPrefetch()`": /\bGenericPrefetch\(/,
      "`prefetch_related_objects()`": /\bprefetch_related_objects\(/,
      "`FETCH_ONE`": /\bFETCH_ONE\b/,
      "`FETCH_PEERS`": /\bFETCH_PEERS\b/,
      "`FETCH_RAISE`": /\b(?:FETCH_)?RAISE\b/,
    },
  },
  {
    title: "Meta options",
    kind: "meta",
    inClasses: true,
    names: `abstract app_label base_manager_name constraints db_table db_table_comment db_tablespace
      default_manager_name default_permissions default_related_name get_latest_by indexes managed
      order_with_respect_to ordering permissions proxy required_db_features required_db_vendor select_on_save
      unique_together verbose_name verbose_name_plural`,
  },
  {
    title: "Models",
    kind: "method",
    names: `save delete refresh_from_db get_deferred_fields full_clean clean_fields clean validate_unique
      validate_constraints serializable_value`,
    more: {
      "`from_db()`": { inClasses: /\bdef from_db\(/ },
      "`force_insert`": /\bforce_insert=/,
      "`force_update`": /\bforce_update=/,
      "`update_fields`": /\bupdate_fields=/,
      "`get_FOO_display()`": /\.get_\w+_display\(/,
      "`get_next_by_FOO()`, `get_previous_by_FOO()`": /\.get_(?:next|previous)_by_\w+\(/,
      "`get_FOO_order()`, `set_FOO_order()`": /\.[sg]et_\w+_order\(/,
      "`DoesNotExist`": /\.DoesNotExist\b/,
      "`MultipleObjectsReturned`": /\.MultipleObjectsReturned\b/,
      "`NotUpdated`": /\.NotUpdated\b/,
      "`_state`": /\._state\b/,
      "`_meta.get_field()`, `_meta.get_fields()`": /_meta\.get_fields?\(/,
      copying: /\bcopy\.copy\(/,
      pickling: /\bpickle\.(?:dumps|loads)\(/,
    },
  },
  {
    title: "Constraints and indexes",
    kind: "class",
    inClasses: true,
    names: "CheckConstraint UniqueConstraint Index",
    more: {
      "conditional `UniqueConstraint`": keywordOf("UniqueConstraint", "condition"),
      "`UniqueConstraint` of expressions": /\bUniqueConstraint\(\s*[A-Z]\w*\(/,
      "`nulls_distinct`": /\bnulls_distinct=/,
      "`deferrable`": /\bdeferrable=/,
      "`violation_error_message`": /\bviolation_error_message=/,
      "`violation_error_code`": /\bviolation_error_code=/,
      "conditional `Index`": keywordOf("Index", "condition"),
      "`Index` of expressions": /\bIndex\(\s*[A-Z]\w*\(/,
      "`include`": /\binclude=/,
      "`opclasses`": /\bopclasses=/,
    },
  },
  {
    title: "Transactions and connections",
    kind: "word",
    names: "atomic durable on_commit",
    more: {
      "`savepoint()`, `savepoint_commit()`, `savepoint_rollback()`": /\bsavepoint(?:_commit|_rollback)?\(/,
      "`get_rollback()`, `set_rollback()`": /\b[sg]et_rollback\(/,
      "`get_autocommit()`, `set_autocommit()`": /\b[sg]et_autocommit\(/,
      "`commit()`, `rollback()`": /\btransaction\.(?:commit|rollback)\(/,
      "`connection.cursor()`": /\bconnection\.cursor\(/,
      "`connection.execute_wrapper()`": /\bexecute_wrapper\(/,
      "several databases": /\busing\("other"\)|\busing="other"|\.using\(db=|DATABASE_ROUTERS/,
    },
  },
  {
    title: "Signals",
    kind: "word",
    names: "pre_init post_init pre_save post_save pre_delete post_delete m2m_changed class_prepared",
    more: { "`receiver()`": /@receiver\(/ },
  },
  {
    title: "Time zones, pages, content types",
    kind: "word",
    names: "ContentType Paginator AsyncPaginator",
    more: {
      "`timezone.override()`, `timezone.activate()`": /\btimezone\.(?:override|activate)\(/,
      "`timezone.now()`": /\btimezone\.now\(/,
      "`make_aware()`, `make_naive()`": /\bmake_(?:aware|naive)\(/,
      "`get_object_or_404()`, `get_list_or_404()`": /\bget_(?:object|list)_or_404\(/,
    },
  },
];

/** The groups with their features: `label` is Markdown, `name` is how gaps.txt and checks/ call it. */
export function features() {
  return GROUPS.map(({ title, kind, inClasses = false, names, more = {} }) => {
    const one = (label, pattern) => {
      const own = pattern.inClasses ?? pattern;
      return { label, name: label.replaceAll("`", ""), pattern: own, inClasses: inClasses || own !== pattern };
    };
    const { label, pattern } = KINDS[kind];
    const named = names.split(/\s+/).map((name) => one(`\`${label(name)}\``, new RegExp(pattern(name), "m")));
    return { title, features: [...named, ...Object.entries(more).map(([label, own]) => one(label, own))] };
  });
}
