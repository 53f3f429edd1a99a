package dev.ficus.journeys;

/**
 * The books of both worlds while a monolith is being strangled, read when nothing moves any more.
 *
 * @param ficus the services' tables
 * @param owners the adapter's tables of owners and routes
 * @param snapshot what allocation-service answers
 * @param old what monolith and shop answer
 */
record TwoWorlds(Books ficus, OwnerBooks owners, StockSnapshot snapshot, OldBooks old) {}
