package dev.ficus.rabbitmq;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The passwords of users, by their hashes. A password is the content of a file {@code
 * rabbitmq-NAME}; a file {@code rabbitmq-NAME.2}, or of any other number, makes a further user of
 * the same team or service, for as long as it is there: so passwords are rotated.
 */
public final class Passwords {
  private static final Pattern FILE = Pattern.compile("rabbitmq-([a-z][a-z0-9-]*)(\\.[0-9]{1,9})?");
  private static final String PREFIX = "rabbitmq-";
  private static final int SHORTEST = 16;
  private static final int SALT_BYTES = 4;

  private final Map<String, String> hashByUser;

  private Passwords(Map<String, String> hashByUser) {
    this.hashByUser = hashByUser;
  }

  /**
   * Reads those of a folder, in which other files may lie too.
   *
   * @param names of all teams and services, each of which needs a password
   * @throws ProblemsException when a password is missing, is too short, or is nobody's
   * @throws IOException when the folder or a file cannot be read
   */
  public static Passwords read(Path folder, Collection<String> names)
      throws IOException, ProblemsException {
    Map<String, String> hashes = new TreeMap<>();
    List<Problem> problems = new ArrayList<>();
    List<String> without = new ArrayList<>(names);
    for (Path file : files(folder)) {
      String name = file.getFileName().toString();
      Matcher parts = FILE.matcher(name);
      if (!parts.matches() || !names.contains(parts.group(1))) {
        problems.add(
            new Problem(
                name,
                "",
                "is the password of nobody; after rabbitmq- there has to be the name of a team or"
                    + " service, perhaps with a dot and a number"));
        continue;
      }
      String password = Files.readString(file).replaceFirst("\\R$", "");
      if (password.length() < SHORTEST || !password.equals(password.strip())) {
        problems.add(
            new Problem(
                name,
                "",
                "has to be a password of at least %d characters, without blanks around it"
                    .formatted(SHORTEST)));
        continue;
      }
      without.remove(parts.group(1));
      hashes.put(name.substring(PREFIX.length()), hash(password));
    }
    for (String name : without) {
      if (problems.stream().noneMatch(each -> each.file().startsWith(PREFIX + name))) {
        problems.add(
            new Problem(PREFIX + name, "", "is missing: it has to have the password of " + name));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemsException(problems);
    }
    return new Passwords(hashes);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      // What ends in letters behind a dot is of another kind: a certificate, or what is made here.
      return files
          .filter(file -> file.getFileName().toString().startsWith(PREFIX))
          .filter(file -> !file.getFileName().toString().matches(".*\\.[a-z]+"))
          .sorted()
          .toList();
    }
  }

  /** The users of a team or service, each with the hash of its password. */
  Map<String, String> of(String name) {
    Map<String, String> hashes = new TreeMap<>();
    hashByUser.forEach(
        (user, hash) -> {
          if (user.equals(name) || user.startsWith(name + ".")) {
            hashes.put(user, hash);
          }
        });
    return hashes;
  }

  /** As RabbitMQ keeps a password: salt, and SHA-256 of salt and password, in Base64. */
  private static String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(salt);
      byte[] hash = digest.digest(password.getBytes(StandardCharsets.UTF_8));
      byte[] both = new byte[SALT_BYTES + hash.length];
      System.arraycopy(salt, 0, both, 0, SALT_BYTES);
      System.arraycopy(hash, 0, both, SALT_BYTES, hash.length);
      return Base64.getEncoder().encodeToString(both);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
