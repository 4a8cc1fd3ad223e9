-- grain: quote_key, speaker_name_key
-- references: quote_key core.fact_quote, speaker_name_key core.resolution.name_key or -2
-- required: weight, run_key
create table if not exists core.bridge_quote_speaker (
    quote_key        BIGINT,
    speaker_name_key BIGINT,
    speaker_number   INTEGER,
    weight           DOUBLE,
    speaker_name     VARCHAR,
    speaker_type     VARCHAR,
    run_key          BIGINT
);

comment on table core.bridge_quote_speaker is 'One source of one quote: each of several who say a thing together. A quote without a source has the one that is not applicable.';
comment on column core.bridge_quote_speaker.quote_key is 'The quote (core.fact_quote).';
comment on column core.bridge_quote_speaker.speaker_name_key is 'Name of the source; core.resolution says whose it is. -2 where the text names no source.';
comment on column core.bridge_quote_speaker.speaker_number is 'Place among the sources of the quote, counted from 1.';
comment on column core.bridge_quote_speaker.weight is 'Share of the quote that counts for this source; the weights of a quote sum to 1.';
comment on column core.bridge_quote_speaker.speaker_name is 'Source resolved within the article: the fullest name of the entity, or the description as it stands.';
comment on column core.bridge_quote_speaker.speaker_type is 'Entity type of the source, or DESCRIPTION where it is not a named entity.';
comment on column core.bridge_quote_speaker.run_key is 'Run that wrote the row (meta.run).';
