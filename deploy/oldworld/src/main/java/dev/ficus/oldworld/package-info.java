/** The simulated old world: a web shop and a monolith that speak XML-RPC. */
package dev.ficus.oldworld;
