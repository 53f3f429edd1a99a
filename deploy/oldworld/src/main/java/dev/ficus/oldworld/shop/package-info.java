/** The old shop as its partners call it: an XML-RPC server that behaves as Magento 1 does. */
package dev.ficus.oldworld.shop;
