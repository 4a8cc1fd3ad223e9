-- Cut the repeated lines from every article that bears them, whichever run loaded it, and give back those that are no
-- longer found to be such. Facts stay as they were extracted; only articles whose cuts change are touched.
create or replace temp table wanted_span as
select l.article_key, l.line_number, r.line_key, l.clean_start, l.clean_end
from core.repeated_line as r
inner join core.article_line as l on l.line_hash = r.line_hash
inner join core.dim_article as a on a.article_key = l.article_key and a.outlet_key = r.outlet_key;

create or replace temp table recut_article as
select distinct article_key
from (
    (
        select article_key, line_number, line_key from wanted_span
        except
        select article_key, line_number, line_key from core.repeated_span
    )
    union all
    (
        select article_key, line_number, line_key from core.repeated_span
        except
        select article_key, line_number, line_key from wanted_span
    )
);

create or replace temp table recut_text as
select article_key, clean_text, body_start
from core.article_text
where article_key in (select article_key from recut_article);

create or replace temp table sentences_cut_before as
select article_key, sum(sentence_count)::integer as sentence_count
from core.repeated_span
where article_key in (select article_key from recut_article)
group by article_key;

delete from core.repeated_span where article_key in (select article_key from recut_article);
delete from core.cut_text where article_key in (select article_key from recut_article);

-- A piece of raw text ends where a rule had cut something out of the line: no character is removed twice.
insert into core.repeated_span by name
with chosen as (
    from wanted_span where article_key in (select article_key from recut_article)
),
mapped as (
    select t.article_key, unnest(t.offset_map, recursive := true)
    from core.article_text as t
    where t.article_key in (select article_key from chosen)
),
removed as (
    select s.article_key, list(s.raw_start) as raw_starts
    from core.fact_removed_span as s
    where s.article_key in (select article_key from chosen)
    group by s.article_key
),
-- No run leads to mended characters: those at an end of the line are the solid ones beside its first or last run.
taken as (
    select
        c.article_key,
        c.line_number,
        m.raw_start + greatest(c.clean_start - m.clean_start, 0)
            - if(
                m.clean_start > c.clean_start and lag(m.raw_start) over runs is null,
                len(regexp_extract(substring(t.raw_text, greatest(m.raw_start - 19, 1), least(m.raw_start, 20)), '\S*$')),
                0
            ) as raw_start,
        m.raw_start + least(c.clean_end - m.clean_start, m.char_count)
            + if(
                m.clean_start + m.char_count < c.clean_end and lead(m.raw_start) over runs is null,
                len(regexp_extract(substring(t.raw_text, m.raw_start + m.char_count + 1, 20), '^\S*')),
                0
            ) as raw_end,
        lag(m.raw_start + m.char_count) over runs as previous_end
    from chosen as c
    inner join core.article_text as t on t.article_key = c.article_key
    inner join mapped as m
        on m.article_key = c.article_key
        and m.clean_start < c.clean_end
        and m.clean_start + m.char_count > c.clean_start
    window runs as (partition by c.article_key, c.line_number order by m.clean_start)
),
numbered as (
    select
        t.*,
        count(*) filter (
            t.previous_end is null
            or len(list_filter(r.raw_starts, lambda place: place >= t.previous_end and place < t.raw_start)) > 0
        ) over (partition by t.article_key, t.line_number order by t.raw_start) as piece_number
    from taken as t
    left join removed as r on r.article_key = t.article_key
),
piece as (
    select article_key, line_number, piece_number, min(raw_start)::integer as raw_start, max(raw_end)::integer as raw_end
    from numbered
    group by all
)
select
    key_of(concat_ws('|', 'repeated_span', c.article_key, c.line_number)) as repeated_span_key,
    c.article_key,
    c.line_number,
    any_value(c.line_key) as line_key,
    any_value(c.clean_start) as clean_start,
    any_value(c.clean_end) as clean_end,
    coalesce(
        any_value(
            len(list_filter(t.sentence_starts, lambda place: place >= c.clean_start and place < c.clean_end))
        ),
        1
    )::integer as sentence_count,
    list(
        {
            'raw_start': p.raw_start,
            'raw_end': p.raw_end,
            'removed_text': substring(t.raw_text, p.raw_start + 1, p.raw_end - p.raw_start)
        }
        order by p.raw_start
    ) as pieces,
    getvariable('run_key') as run_key
from chosen as c
inner join core.article_text as t on t.article_key = c.article_key
inner join piece as p on p.article_key = c.article_key and p.line_number = c.line_number
group by c.article_key, c.line_number;

insert into core.cut_text by name
with cut as (
    select
        article_key,
        list(
            {'clean_start': clean_start, 'clean_end': clean_end, 'sentence_count': sentence_count} order by line_number
        ) as spans
    from core.repeated_span
    where article_key in (select article_key from recut_article)
    group by article_key
),
kept as (
    select
        *,
        coalesce(
            sum(len(line_text) + 2) over (
                partition by article_key order by line_number rows between unbounded preceding and 1 preceding
            ),
            0
        )::integer as cut_start
    from paragraphs_of('recut_text')
    where (article_key, line_number) not in (select (article_key, line_number) from wanted_span)
),
joined as (
    select article_key, string_agg(line_text, chr(10) || chr(10) order by line_number) as clean_text
    from kept
    group by article_key
),
mapped as (
    select t.article_key, unnest(t.offset_map, recursive := true)
    from core.article_text as t
    where t.article_key in (select article_key from cut)
),
moved as (
    select
        k.article_key,
        list(
            {
                'clean_start': k.cut_start + greatest(m.clean_start - k.clean_start, 0),
                'raw_start': m.raw_start + greatest(k.clean_start - m.clean_start, 0),
                'char_count':
                    least(m.clean_start + m.char_count, k.clean_end) - greatest(m.clean_start, k.clean_start)
            }
            order by m.clean_start, k.line_number
        ) as offset_map
    from kept as k
    inner join mapped as m
        on m.article_key = k.article_key
        and m.clean_start < k.clean_end
        and m.clean_start + m.char_count > k.clean_start
    group by k.article_key
)
select
    c.article_key,
    coalesce(j.clean_text, '') as clean_text,
    least(t.body_start, len(coalesce(j.clean_text, '')))::integer as body_start,
    coalesce(m.offset_map, []) as offset_map,
    c.spans,
    getvariable('run_key') as run_key
from cut as c
inner join core.article_text as t on t.article_key = c.article_key
left join joined as j on j.article_key = c.article_key
left join moved as m on m.article_key = c.article_key;

-- A fact is cut where all of it stands in lines that are; one that reaches beyond them says more than they do.
update core.fact_mention set is_cut = is_covered(judged.spans, clean_start, clean_end)
from (
    select r.article_key, coalesce(c.spans, []) as spans
    from recut_article as r
    left join core.cut_text as c on c.article_key = r.article_key
) as judged
where core.fact_mention.article_key = judged.article_key
    and core.fact_mention.is_cut <> is_covered(judged.spans, clean_start, clean_end);

-- Words that are cut report no statement.
update core.fact_quote set
    is_cut = is_covered(judged.spans, clean_start, clean_end),
    statement_key = -1,
    match_score = null
from (
    select r.article_key, coalesce(c.spans, []) as spans
    from recut_article as r
    left join core.cut_text as c on c.article_key = r.article_key
) as judged
where core.fact_quote.article_key = judged.article_key
    and core.fact_quote.is_cut <> is_covered(judged.spans, clean_start, clean_end);

update core.fact_article set
    clean_char_count = counted.clean_char_count,
    word_count = counted.word_count,
    sentence_count = core.fact_article.sentence_count + counted.sentences_given_back,
    paragraph_count = counted.paragraph_count,
    removed_char_count = counted.removed_char_count,
    removed_share = coalesce(counted.removed_char_count / nullif(counted.raw_solid_count, 0), 0.0),
    mention_count = counted.mention_count,
    quote_count = counted.quote_count
from (
    select
        t.article_key,
        len(coalesce(c.clean_text, t.clean_text))::integer as clean_char_count,
        count_words(coalesce(c.clean_text, t.clean_text))::integer as word_count,
        (
            coalesce(b.sentence_count, 0)
            - coalesce(list_sum(list_transform(c.spans, lambda span: span.sentence_count)), 0)
        )::integer as sentences_given_back,
        len(
            list_filter(
                string_split(coalesce(c.clean_text, t.clean_text), chr(10) || chr(10)), lambda part: part <> ''
            )
        )::integer as paragraph_count,
        (coalesce(s.solid_count, 0) + coalesce(l.solid_count, 0))::integer as removed_char_count,
        count_solid(t.raw_text) as raw_solid_count,
        coalesce(m.mention_count, 0)::integer as mention_count,
        coalesce(q.quote_count, 0)::integer as quote_count
    from core.article_text as t
    inner join recut_article as r on r.article_key = t.article_key
    left join core.cut_text as c on c.article_key = t.article_key
    left join sentences_cut_before as b on b.article_key = t.article_key
    left join (
        select article_key, sum(count_solid(removed_text)) as solid_count
        from core.fact_removed_span
        where article_key in (select article_key from recut_article)
        group by article_key
    ) as s on s.article_key = t.article_key
    left join (
        select
            article_key,
            sum(list_sum(list_transform(pieces, lambda piece: count_solid(piece.removed_text)))) as solid_count
        from core.repeated_span
        where article_key in (select article_key from recut_article)
        group by article_key
    ) as l on l.article_key = t.article_key
    left join (
        select article_key, count(*) as mention_count
        from core.fact_mention
        where not is_cut and article_key in (select article_key from recut_article)
        group by article_key
    ) as m on m.article_key = t.article_key
    left join (
        select article_key, count(*) as quote_count
        from core.fact_quote
        where not is_cut and article_key in (select article_key from recut_article)
        group by article_key
    ) as q on q.article_key = t.article_key
) as counted
where core.fact_article.article_key = counted.article_key;
