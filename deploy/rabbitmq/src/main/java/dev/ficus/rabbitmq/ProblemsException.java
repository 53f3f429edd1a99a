package dev.ficus.rabbitmq;

import java.util.List;
import java.util.stream.Collectors;

/** Files cannot be used; all that is wrong with them is said at once. */
public final class ProblemsException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  ProblemsException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, at least one thing. */
  public List<Problem> problems() {
    return problems;
  }
}
