/**
 * XML-RPC and HTTP as the old world speaks them, written apart from the adapter's on purpose: a
 * mistake made by both ends alike would never show.
 */
package dev.ficus.oldworld.wire;
