/** XML-RPC, both ways, on a streaming parser and without reflection. Knows XML, knows no orders. */
package dev.ficus.legacy.xmlrpc;
