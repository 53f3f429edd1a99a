-- Lines of which it was not seen yet that the monolith has answered the last call: few, unless it answers late.
create index concurrently if not exists shadow_line_to_give on shadow_line (shop, number) where given_at is null;
