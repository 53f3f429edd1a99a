package dev.ficus.legacy.xmlrpc;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A struct's members, which nobody can change any more: so they need not be copied again. */
final class Members extends AbstractMap<String, Value> {

  private final Map<String, Value> members;

  /** The caller hands the map over and keeps no hand on it. */
  Members(LinkedHashMap<String, Value> members) {
    this.members = Collections.unmodifiableMap(members);
  }

  @Override
  public Value get(Object name) {
    return members.get(name);
  }

  @Override
  public boolean containsKey(Object name) {
    return members.containsKey(name);
  }

  @Override
  public Set<Map.Entry<String, Value>> entrySet() {
    return members.entrySet();
  }
}
