create table if not exists staging.gone_sources (
    root_path   VARCHAR,
    source_path VARCHAR
);

comment on table staging.gone_sources is 'One file, or one path that discovery rejected, that the ledger knows and that the run at hand no longer found.';
comment on column staging.gone_sources.root_path is 'Ingested root, as an absolute path.';
comment on column staging.gone_sources.source_path is 'Path below the root.';
