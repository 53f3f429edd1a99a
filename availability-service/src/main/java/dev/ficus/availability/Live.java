package dev.ficus.availability;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Qualifies what belongs to the views in memory: a copy in each instance, which answers from it.
 */
@Qualifier @Retention(RUNTIME)
@Target({FIELD, METHOD, PARAMETER, TYPE})
public @interface Live {}
