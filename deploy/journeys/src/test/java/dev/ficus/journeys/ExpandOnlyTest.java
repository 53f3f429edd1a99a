package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Migrations may be run while the release before is running, and while orders come in. */
class ExpandOnlyTest {
  private static final Path ROOT = Path.of("../..");
  private static final Pattern VERSION = Pattern.compile("V(\\d+)__\\w+\\.sql");

  /** Up to these they were released before there were rules. */
  private static final Map<String, Integer> RELEASED =
      Map.of("allocation-service", 6, "availability-service", 2, "legacy-adapter", 25);

  @Test
  void migrations_since_then_only_add() throws IOException {
    SortedMap<String, List<String>> refused = new TreeMap<>();
    for (Map.Entry<String, Integer> service : RELEASED.entrySet()) {
      Path folder = ROOT.resolve(service.getKey()).resolve("src/main/resources/db/migration");
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Matcher name = VERSION.matcher(file.getFileName().toString());
          assertTrue(name.matches(), () -> file + " is run again, or in no order");
          if (Integer.parseInt(name.group(1)) > service.getValue()) {
            List<String> mistakes = ExpandOnly.refused(Files.readString(file));
            if (!mistakes.isEmpty()) {
              refused.put(ROOT.relativize(file).toString(), mistakes);
            }
          }
        }
      }
    }
    assertEquals(Map.of(), refused, "see CONTRIBUTING.md");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop table ledger_line",
        "DROP TABLE IF EXISTS ledger_line CASCADE",
        "alter table ledger_line drop column qty",
        "alter table ledger_line drop qty",
        "alter table ledger_line alter column qty drop default",
        "drop index ledger_line_ours",
        "drop view strangling_halted",
        "drop function begin_generation",
        "alter table ledger_line rename to line",
        "alter table ledger_line rename column qty to units",
        "alter type colour rename value 'red' to 'rouge'",
        "alter table ledger_line alter column qty type bigint",
        "alter table ledger_line alter qty set data type bigint using qty::bigint",
        "alter table ledger_line alter column qty set not null",
        "alter table ledger_line add column colour text not null",
        "alter table ledger_line add colour text, add column size integer not null",
        "alter table ledger_line add column id uuid not null default gen_random_uuid()",
        "alter table ledger_line add column id bigint generated always as identity",
        "alter table ledger_line add column twice integer generated always as (qty * 2) stored",
        "alter table ledger_line add column id bigserial",
        "alter table ledger_line add column colour text unique",
        "alter table ledger_line add column colour text check (colour <> '')",
        "alter table ledger_line add column wave text references wave",
        "alter table ledger_line add constraint positive check (qty > 0)",
        "alter table ledger_line add check (qty > 0)",
        "alter table ledger_line add constraint of_wave foreign key (wave) references wave (name)",
        "alter table ledger_line add constraint once unique (sku, lineid)",
        "alter table ledger_line add primary key (sku, lineid)",
        "create index ledger_line_qty on ledger_line (qty)",
        "create unique index on only ledger_line (qty)",
        "create index concurrently a on ledger_line (qty); create index concurrently b on l (q)",
        "alter table l add constraint p check (qty > 0) not valid; alter table l validate constraint p",
        "update ledger_line set qty = 1",
        "delete from ledger_line",
        "with old as (select 1) delete from ledger_line using old",
        "truncate ledger_line",
        "do $$ begin execute 'drop table ledger_line'; end $$",
        "lock table ledger_line",
        "vacuum full ledger_line",
        "-- contract: nobody reads it since 1.2.0\nalter table ledger_line rename qty to units",
        "-- contract: nobody reads it any more\ndrop table ledger_line",
        "-- few rows: wave, because\nupdate wave set name = 'x'",
        "-- few rows: other_table, because there is one\nupdate wave set name = 'x'",
        "/* create table ledger_line (); */ drop table ledger_line",
      })
  void what_an_older_instance_or_an_order_would_suffer_from_is_refused(String sql) {
    assertTrue(!ExpandOnly.refused(sql).isEmpty(), sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table a (b text not null unique check (b <> 'drop table c; --')); "
            + "create index on a (b); alter table a add column c text not null; insert into a values ('x')",
        "alter table ledger_line add column colour text",
        "alter table ledger_line add column colour text not null default 'red'",
        "alter table ledger_line add column seen boolean not null default false, add seen_at timestamptz default now()",
        "alter table ledger_line add column kept numeric(10, 2) not null default 0",
        "alter table ledger_line add constraint positive check (qty > 0) not valid",
        "alter table ledger_line validate constraint positive",
        "alter table ledger_line drop constraint positive",
        "alter table ledger_line alter column qty drop not null",
        "create unique index concurrently if not exists ledger_line_qty on ledger_line (qty)",
        "alter table ledger_line add constraint once unique using index ledger_line_qty",
        "create function f() returns text language sql as $$ select 'drop table x' $$",
        "create function f() returns trigger language plpgsql as $body$ begin delete from a; end $body$",
        "comment on column ledger_line.qty is 'update nothing; drop table nothing'",
        "-- few rows: wave, because people make them\nupdate wave set name = 'x'; create index on wave (name)",
        "-- contract: nobody reads it since 1.2.0\ndrop table ledger_line; alter table wave drop column x",
        "-- nobody may drop table a;\ninsert into wave values ('a;b')",
        "create view v as select 1",
        "alter type colour add value 'green'",
      })
  void what_only_adds_is_not(String sql) {
    assertEquals(List.of(), ExpandOnly.refused(sql), sql);
  }
}
