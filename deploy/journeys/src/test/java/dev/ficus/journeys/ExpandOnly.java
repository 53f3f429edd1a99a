package dev.ficus.journeys;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a migration may do while the release before it is still running, and while orders come in:
 * add. It takes nothing away that an older instance reads or writes, and it keeps no table locked
 * for as long as it takes to read it.
 *
 * <p>Two marks in a file change that. {@code -- contract: nobody reads it since 1.4.0} lets it take
 * away what that release was the first not to use. {@code -- few rows: NAME, because …} says of a
 * table that reading all of it takes no time.
 */
final class ExpandOnly {
  private static final Pattern CONTRACT =
      Pattern.compile("(?m)^-- contract: nobody reads it since \\d+\\.\\d+\\.\\d+\\b");
  private static final Pattern FEW_ROWS =
      Pattern.compile("(?m)^-- few rows: (\\w+), because \\w.*$");

  private static final Pattern CREATED =
      Pattern.compile(
          "^create (?:(?:unlogged|temporary|temp) )?table (?:if not exists )?([\\w.\"]+).*");
  private static final Pattern ALTERED =
      Pattern.compile("^alter table (?:if exists )?(?:only )?([\\w.\"]+) (.*)$");
  private static final Pattern DROPPED =
      Pattern.compile(
          "^drop (?:table|view|materialized view|index|sequence|function|procedure|trigger|type|domain|schema)\\b.*");
  private static final Pattern INDEXED =
      Pattern.compile(
          "^create (?:unique )?index (concurrently )?(?:if not exists )?(?:[\\w\"]+ )?on (?:only )?([\\w.\"]+).*");
  private static final Pattern CHANGED_ROWS =
      Pattern.compile(
          "^(?:with .*)?(?:update (?:only )?|delete from (?:only )?|truncate (?:table )?)([\\w.\"]+).*");
  private static final Pattern OPAQUE =
      Pattern.compile("^(?:do|execute|vacuum|cluster|reindex|lock) .*");
  private static final Pattern RENAMED = Pattern.compile("^alter .* rename .*");

  private static final Pattern ADD_COLUMN =
      Pattern.compile(
          "^add (?:column )?(?:if not exists )?(?!constraint |check |check\\(|foreign |unique |unique\\(|primary |exclude )(.*)$");
  private static final Pattern ADD_CONSTRAINT =
      Pattern.compile(
          "^add (?:constraint [\\w\"]+ )?(?:check|foreign key|unique|primary key|exclude)\\b.*");
  private static final Pattern SAME_FOR_ALL_ROWS =
      Pattern.compile(
          "default (?:''|-?[\\d.]+|true|false|null|now\\(\\)|current_timestamp|current_date)(?:::[\\w ]+)?(?= |$)");

  private final Set<String> created = new HashSet<>();
  private final Set<String> fewRows = new HashSet<>();
  private final List<String> refused = new ArrayList<>();
  private final boolean contract;

  private ExpandOnly(String script) {
    contract = CONTRACT.matcher(script).find();
    FEW_ROWS.matcher(script).results().forEach(table -> fewRows.add(table.group(1)));
  }

  /** What a migration does that it may not, each with what to do instead. */
  static List<String> refused(String script) {
    ExpandOnly rules = new ExpandOnly(script);
    List<String> statements = SqlStatements.of(script);
    statements.forEach(rules::judge);
    if (statements.size() > 1) {
      statements.forEach(rules::judgeCompany);
    }
    return rules.refused;
  }

  /** Beside others in its file. */
  private void judgeCompany(String statement) {
    if (statement.contains(" concurrently ")) {
      refuse(statement, "it runs in no transaction: alone in its file");
    } else if (statement.contains(" validate constraint ")) {
      refuse(statement, "the locks of the others are kept meanwhile: alone in its file");
    }
  }

  private void judge(String statement) {
    Matcher table = CREATED.matcher(statement);
    if (table.matches()) {
      created.add(table.group(1));
      return;
    }
    if (RENAMED.matcher(statement).matches()) {
      refuse(statement, "an older instance knows the old name: add the new one beside it");
      return;
    }
    Matcher altered = ALTERED.matcher(statement);
    if (altered.matches()) {
      SqlStatements.parts(altered.group(2)).forEach(action -> alter(altered.group(1), action));
      return;
    }
    if (DROPPED.matcher(statement).matches()) {
      takesAway(statement);
    }
    Matcher index = INDEXED.matcher(statement);
    if (index.matches() && index.group(1) == null && isLong(index.group(2))) {
      refuse(statement, "nobody can write meanwhile: create index concurrently");
    }
    Matcher rows = CHANGED_ROWS.matcher(statement);
    if (rows.matches() && isLong(rows.group(1))) {
      refuse(statement, "rows stay locked until its end: let the service do it, some at a time");
    }
    if (OPAQUE.matcher(statement).matches()) {
      refuse(statement, "what it does, or for how long it locks, cannot be seen here");
    }
  }

  private void alter(String table, String action) {
    if (created.contains(table)) {
      return;
    }
    Matcher column = ADD_COLUMN.matcher(action);
    if (action.matches("drop (?!constraint ).*|alter (?:column )?\\S+ drop (?!not null).*")) {
      takesAway("alter table " + table + " " + action);
    } else if (action.matches("alter (?:column )?\\S+ (?:set data )?type .*")) {
      refuse(
          action, "it rewrites the table, and an older instance reads the old type: a new column");
    } else if (action.matches("alter (?:column )?\\S+ set not null")) {
      takesAway("alter table " + table + " " + action);
    } else if (ADD_CONSTRAINT.matcher(action).matches()) {
      constrain(table, action);
    } else if (column.matches()) {
      addColumn(table, action);
    }
  }

  private void constrain(String table, String action) {
    boolean ready = action.contains(" using index ") || action.endsWith(" not valid");
    if (!ready && !fewRows.contains(table)) {
      refuse(action, "all rows are read under a lock: not valid, and validate it in the next file");
    }
  }

  private void addColumn(String table, String action) {
    boolean hasDefault = action.contains(" default ");
    if (action.contains(" not null") && !hasDefault) {
      refuse(action, "an older instance does not fill it: with a default, or null");
    }
    if (hasDefault && !SAME_FOR_ALL_ROWS.matcher(action).find()
        || action.contains(" generated ")
        || action.matches(".* (?:small|big)?serial(?: .*|$)")) {
      refuse(action, "every row is rewritten: a default that is the same for all");
    }
    if (action.matches(".*(?: unique| primary key| check ?\\(| references ).*")
        && !fewRows.contains(table)) {
      refuse(action, "all rows are read under a lock: add the constraint by itself, not valid");
    }
  }

  private void takesAway(String statement) {
    if (!contract) {
      refuse(
          statement,
          "an older instance still uses it: when none does, with -- contract: nobody reads it since"
              + " VERSION");
    }
  }

  /** Whether it takes long to read all of a table, for all that is known here. */
  private boolean isLong(String table) {
    return !created.contains(table) && !fewRows.contains(table);
  }

  private void refuse(String what, String instead) {
    refused.add(what + ": " + instead);
  }
}
