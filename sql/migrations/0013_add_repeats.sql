-- Pairs that say the same on another occasion. The next run compares all quotes by the new rules.
alter table core.quote_pair add column is_repeat BOOLEAN;
update core.quote_pair set is_repeat = false;
comment on column core.quote_pair.is_repeat is 'Whether it is said anew on another occasion: such a pair links two statements and joins none.';
comment on column core.quote_pair.match_score is 'Probability that both report one utterance (0 to 1); of a repeat, how surely it would be one but for the days between.';

alter table core.article_stem add column lead_weight INTEGER;
alter table core.article_stem add column headline_weight INTEGER;
comment on column core.article_stem.lead_weight is 'How much it says of the first 900 letters, in ten-thousandths; 0 where it is not there.';
comment on column core.article_stem.headline_weight is 'Share of what the stems of the headline weigh, in ten-thousandths; 0 where it is not there.';

alter table core.article_pair add column lead_similarity DOUBLE;
alter table core.article_pair add column headline_share DOUBLE;
comment on column core.article_pair.lead_similarity is 'Cosine of the words of their first 900 letters (0 to 1).';
comment on column core.article_pair.headline_share is 'Share of the weight of a headline whose words are among the strongest of the other article, the smaller of the two (0 to 1).';
