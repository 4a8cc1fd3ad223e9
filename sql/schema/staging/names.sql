create table if not exists staging.names (
    entity_name   VARCHAR,
    entity_type   VARCHAR,
    resolved_name VARCHAR,
    resolved_type VARCHAR,
    country_code  VARCHAR,
    score         DOUBLE,
    method        VARCHAR
);

comment on table staging.names is 'One name and type borne by mentions, sources or addressees, as resolved across articles in the run at hand.';
comment on column staging.names.entity_name is 'Fullest name within an article.';
comment on column staging.names.entity_type is 'Entity type, or DESCRIPTION for an unnamed source.';
comment on column staging.names.resolved_name is 'Name of the entity it was judged to be.';
comment on column staging.names.resolved_type is 'Type of that entity.';
comment on column staging.names.country_code is 'ISO 3166-1 alpha-2 code where the entity is a place.';
comment on column staging.names.score is 'Certainty of the judgement (0 to 1).';
comment on column staging.names.method is 'Rule that judged.';
