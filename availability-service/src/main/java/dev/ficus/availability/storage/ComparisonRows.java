package dev.ficus.availability.storage;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class ComparisonRows implements PanacheRepositoryBase<ComparisonRow, Integer> {}
