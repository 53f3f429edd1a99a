/**
 * The shadow: a second allocation-service that is fed with what the monolith is asked, behind all
 * that is served, so that its decisions can be compared with the monolith's.
 */
package dev.ficus.legacy.shadow;
