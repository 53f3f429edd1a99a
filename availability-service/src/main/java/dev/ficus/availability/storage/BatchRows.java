package dev.ficus.availability.storage;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class BatchRows implements PanacheRepositoryBase<BatchRow, BatchRow.Key> {}
