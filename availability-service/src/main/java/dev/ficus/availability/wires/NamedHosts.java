package dev.ficus.availability.wires;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trust that compares the name in a certificate with that of the host, whatever the client asks
 * for: the messaging connector's never does, whatever it is set to.
 */
public final class NamedHosts extends X509ExtendedTrustManager {

  private static final String NAMES_OF_HOSTS = "HTTPS";

  private final X509ExtendedTrustManager trust;

  NamedHosts(X509ExtendedTrustManager trust) {
    this.trust = trust;
  }

  /**
   * Trust in those whom the settings name.
   *
   * @throws IllegalArgumentException when the file cannot be used
   */
  public static X509ExtendedTrustManager of(WireSettings settings) {
    try {
      return new NamedHosts(
          settings.authorities().isPresent()
              ? new FileAuthorities(settings.authorities().get())
              : PemFiles.trusting(null));
    } catch (IOException | GeneralSecurityException unreadable) {
      throw new IllegalArgumentException(
          "ficus.wires.authorities cannot be used: " + unreadable, unreadable);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    if (!(socket instanceof SSLSocket secured)) {
      throw new CertificateException("the name of a host is known of TLS alone");
    }
    secured.setSSLParameters(naming(secured.getSSLParameters()));
    trust.checkServerTrusted(chain, authType, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    engine.setSSLParameters(naming(engine.getSSLParameters()));
    trust.checkServerTrusted(chain, authType, engine);
  }

  private static SSLParameters naming(SSLParameters parameters) {
    parameters.setEndpointIdentificationAlgorithm(NAMES_OF_HOSTS);
    return parameters;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("without a connection no host's name is known");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    trust.checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    trust.checkClientTrusted(chain, authType, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    trust.checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trust.getAcceptedIssuers();
  }
}
