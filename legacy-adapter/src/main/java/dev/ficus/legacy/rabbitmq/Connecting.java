package dev.ficus.legacy.rabbitmq;

import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** Way to a broker. Its text says which one. */
interface Connecting {

  /** A new connection. */
  Connection connect() throws IOException, TimeoutException;

  /** Whom the adapter logs in as; the broker takes no message under another name. */
  String user();
}
