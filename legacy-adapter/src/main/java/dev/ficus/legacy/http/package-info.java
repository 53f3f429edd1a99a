/** What all answers over HTTP have in common: problem details, correlation, allowed methods. */
package dev.ficus.legacy.http;
