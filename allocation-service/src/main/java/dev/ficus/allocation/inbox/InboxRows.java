package dev.ficus.allocation.inbox;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class InboxRows implements PanacheRepositoryBase<InboxRow, String> {}
