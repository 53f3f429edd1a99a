/** Judging: comparing what the shadow and the monolith have decided, beside all that is served. */
package dev.ficus.legacy.judging;
