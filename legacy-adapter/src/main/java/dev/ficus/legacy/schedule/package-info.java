/** Work that is done again and again, and which of its failures will pass. */
package dev.ficus.legacy.schedule;
