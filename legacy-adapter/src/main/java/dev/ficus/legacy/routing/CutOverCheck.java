package dev.ficus.legacy.routing;

/**
 * Check before a cut-over.
 *
 * @param name the stable name of what was looked at
 * @param value what was found
 * @param limit what may be found at most, or has to be
 * @param holds whether it may begin for this
 * @param hint what to do if not
 */
public record CutOverCheck(String name, String value, String limit, boolean holds, String hint) {}
