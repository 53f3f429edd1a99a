package dev.ficus.legacy.switching;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Certificates in memory, which a test may tamper with. */
public final class InMemoryCertificates implements Certificates {

  final List<Certificate> chain = new ArrayList<>();
  final Map<Integer, Map<String, String>> lists = new HashMap<>();

  /** As a switch does. */
  public Certificate write(CertificateContent content) {
    Certificate.WithLists next =
        chain.isEmpty() ? Certificate.first(content) : chain.get(chain.size() - 1).next(content);
    chain.add(next.certificate());
    lists.put(
        next.certificate().id(),
        next.lists().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().text())));
    return next.certificate();
  }

  @Override
  public List<Certificate> after(int id, int most) {
    return chain.stream().filter(each -> each.id() > id).limit(most).toList();
  }

  @Override
  public List<Certificate> before(int id, int most) {
    return chain.stream()
        .filter(each -> each.id() < id)
        .sorted(Comparator.comparing(Certificate::id).reversed())
        .limit(most)
        .toList();
  }

  @Override
  public Optional<Certificate> find(int id) {
    return chain.stream().filter(each -> each.id() == id).findFirst();
  }

  @Override
  public Optional<Certificate> find(String hash) {
    return chain.stream().filter(each -> each.hash().equals(hash)).findFirst();
  }

  @Override
  public Map<String, String> lists(int id) {
    return lists.getOrDefault(id, Map.of());
  }
}
