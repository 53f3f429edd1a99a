package dev.ficus.legacy.senders;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The users who may call a feed, with hashes of their passwords. */
public final class Users {

  private final SortedMap<String, List<PasswordHash>> hashes;
  private final int mostRounds;

  /**
   * @param listed hashes by name, of several of one user with commas between; without any user
   *     everybody may
   * @throws IllegalArgumentException when something is no hash
   */
  public Users(Map<String, String> listed) {
    this(read(listed));
  }

  /**
   * Those who are known already.
   *
   * @param hashes by name
   */
  Users(SortedMap<String, List<PasswordHash>> hashes) {
    this.hashes = hashes;
    mostRounds = hashes.values().stream().mapToInt(Users::rounds).max().orElse(0);
  }

  private static SortedMap<String, List<PasswordHash>> read(Map<String, String> listed) {
    SortedMap<String, List<PasswordHash>> hashes = new TreeMap<>();
    listed.forEach(
        (name, each) ->
            hashes.put(name, Arrays.stream(each.split(",")).map(PasswordHash::parse).toList()));
    return hashes;
  }

  /** Whether anybody may. */
  public boolean areEverybody() {
    return hashes.isEmpty();
  }

  Set<String> names() {
    return hashes.keySet();
  }

  /**
   * Whether one of them has this password. It takes as long for a user that there is as for one
   * that there is not, and whatever the password: as many rounds as the user with the most has.
   */
  boolean include(Credentials given) {
    Cost cost = cost(given.user());
    boolean found = false;
    for (PasswordHash each : cost.own()) {
      found |= each.isOf(given.password());
    }
    if (cost.spare() > 0) {
      PasswordHash.spend(given.password(), cost.spare());
    }
    return found;
  }

  /**
   * What a password of a user is compared with.
   *
   * @param spare rounds to spend besides
   */
  record Cost(List<PasswordHash> own, int spare) {
    int rounds() {
      return Users.rounds(own) + spare;
    }
  }

  Cost cost(String user) {
    List<PasswordHash> own = hashes.getOrDefault(user, List.of());
    return new Cost(own, mostRounds - rounds(own));
  }

  private static int rounds(List<PasswordHash> hashes) {
    return hashes.stream().mapToInt(PasswordHash::rounds).sum();
  }
}
