package dev.ficus.allocation.storage;

import static dev.ficus.allocation.Given.unique;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ficus.allocation.allocating.Unavailable;
import dev.ficus.allocation.allocating.UnitOfWork;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a unit of work does when the database fails it. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class TransactionsStoreTest {
  @Inject UnitOfWork unitOfWork;
  @Inject EntityManager entities;

  private final AtomicInteger attempts = new AtomicInteger();
  private final String sku = unique("RUG");

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01"})
  void after_a_conflict_the_work_is_done_again_in_a_transaction_of_its_own(String state) {
    String answer =
        unitOfWork.commit(
            at -> {
              insert(sku + "-" + attempts.incrementAndGet());
              if (attempts.get() < 3) {
                fail(state);
              }
              return "done";
            });
    assertEquals("done", answer);
    assertEquals(3, attempts.get());
    assertEquals(1, count("-3"));
    assertEquals(0, count("-1") + count("-2"));
  }

  @Test
  void an_error_leaves_nothing() {
    Throwable failure =
        assertThrows(
            RuntimeException.class,
            () ->
                unitOfWork.commit(
                    at -> {
                      insert(sku);
                      throw new StackOverflowError("by a test");
                    }));
    assertInstanceOf(StackOverflowError.class, failure.getCause());
    assertEquals(0, count(""));
  }

  @Test
  void without_memory_the_work_may_be_tried_again_later() {
    assertThrows(
        Unavailable.class,
        () ->
            unitOfWork.commit(
                at -> {
                  insert(sku);
                  throw new OutOfMemoryError("by a test");
                }));
    assertEquals(0, count(""));
  }

  @Test
  void what_is_wrong_is_not_tried_again_and_leaves_nothing() {
    assertThrows(
        RuntimeException.class,
        () ->
            unitOfWork.commit(
                at -> {
                  attempts.incrementAndGet();
                  insert(sku);
                  fail("23514");
                  return null;
                }));
    assertEquals(1, attempts.get());
    assertEquals(0, count(""));
  }

  @Test
  void conflicts_without_end_are_an_outage_and_not_a_defect() {
    assertThrows(
        Unavailable.class,
        () ->
            unitOfWork.commit(
                at -> {
                  fail("40001");
                  return null;
                }));
  }

  @Test
  void a_database_that_goes_away_while_it_commits_is_an_outage() {
    unitOfWork.commit(
        at -> {
          run(
              """
              create table leaving (id integer);
              create function leave() returns trigger language plpgsql as
              $$ begin perform pg_terminate_backend(pg_backend_pid()), pg_sleep(5); return null; end $$;
              create constraint trigger at_commit after insert on leaving
              deferrable initially deferred for each row execute function leave()
              """);
          return null;
        });
    try {
      assertThrows(
          Unavailable.class,
          () ->
              unitOfWork.commit(
                  at -> {
                    run("insert into leaving values (1)");
                    return null;
                  }));
    } finally {
      unitOfWork.commit(
          at -> {
            run("drop table leaving; drop function leave()");
            return null;
          });
    }
  }

  private void insert(String named) {
    entities
        .createNativeQuery("insert into product (sku) values (:sku)")
        .setParameter("sku", named)
        .executeUpdate();
  }

  /** As the database reports it. */
  private void fail(String state) {
    run(
        "do $$ begin raise exception using errcode = '%s', message = 'as if'; end $$"
            .formatted(state));
  }

  private void run(String sql) {
    entities.createNativeQuery(sql).executeUpdate();
  }

  private long count(String suffix) {
    return unitOfWork.commit(
        at ->
            (Long)
                entities
                    .createNativeQuery("select count(*) from product where sku = :sku")
                    .setParameter("sku", sku + suffix)
                    .getSingleResult());
  }
}
