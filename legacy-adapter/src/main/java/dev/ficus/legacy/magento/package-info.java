/** Every call to a Magento 1 shop. */
package dev.ficus.legacy.magento;
