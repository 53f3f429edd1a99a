package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.methods.AnsweredBy;
import dev.ficus.legacy.feed.methods.MethodLog;
import dev.ficus.legacy.xmlrpc.Call;
import jakarta.enterprise.context.ApplicationScoped;

/** Enters served calls into the method log, by the names that their dialect has for them. */
@ApplicationScoped
class CallLog {

  private final MethodLog log;

  CallLog(MethodLog log) {
    this.log = log;
  }

  /** A call, or one in another, has been answered. */
  void answered(ServedCall call, AnsweredBy by) {
    answered(call, call.call(), by);
  }

  /** A call in this one has been answered with others. */
  void answered(ServedCall outer, Call inner, AnsweredBy by) {
    log.answered(outer.feed().name(), outer.feed().dialect().callName(inner), by);
  }

  /** A call has been answered as a whole, with all calls in it. */
  void answeredWhole(ServedCall call, AnsweredBy by) {
    call.feed().dialect().withInner(call.call()).forEach(each -> answered(call, each, by));
  }
}
