package dev.ficus.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An authority and certificates that it has signed, made for one test by the JDK's keytool, and
 * valid for a day.
 */
public final class TestCertificates {

  private static final char[] PASSWORD = "of-a-test".toCharArray();
  private static final String AUTHORITY = "authority";

  private final Path folder;
  private final Path store;

  /**
   * A new authority.
   *
   * @param folder where all files go; it has to be there
   * @param name the authority's, and that of its files
   */
  public TestCertificates(Path folder, String name) throws IOException, InterruptedException {
    this.folder = folder;
    this.store = folder.resolve(name + ".p12");
    keytool(List.of("-alias", AUTHORITY, "-dname", "CN=" + name, "-ext", "bc:c"));
  }

  /** Makes a certificate for a host, or a client, of this name. */
  public TestCertificates with(String host) throws IOException, InterruptedException {
    keytool(
        List.of(
            "-alias",
            host,
            "-dname",
            "CN=" + host,
            "-ext",
            "san=dns:" + host,
            "-signer",
            AUTHORITY));
    return this;
  }

  /** The file (PEM) with the authority's certificate. */
  public Path authority() throws IOException, GeneralSecurityException {
    return authorityInto(folder.resolve(store.getFileName() + ".ca.pem"));
  }

  /** Puts the authority's certificate into this file (PEM), in the place of what it had. */
  public Path authorityInto(Path file) throws IOException, GeneralSecurityException {
    return replaced(file, pem("CERTIFICATE", opened().getCertificate(AUTHORITY).getEncoded()));
  }

  /** The file (PEM) with the certificate of this name, and its authority's. */
  public Path certificate(String host) throws IOException, GeneralSecurityException {
    StringBuilder chain = new StringBuilder();
    for (Certificate each : opened().getCertificateChain(host)) {
      chain.append(pem("CERTIFICATE", each.getEncoded()));
    }
    return replaced(folder.resolve(host + ".pem"), chain.toString());
  }

  /** The file (PEM, PKCS #8) with its key. */
  public Path key(String host) throws IOException, GeneralSecurityException {
    Key key = opened().getKey(host, PASSWORD);
    return replaced(folder.resolve(host + ".key"), pem("PRIVATE KEY", key.getEncoded()));
  }

  /** TLS of a server that shows the certificate of this name, and trusts those of the authority. */
  public SSLContext server(String host) throws IOException, GeneralSecurityException {
    KeyStore one = KeyStore.getInstance("PKCS12");
    one.load(null, null);
    KeyStore all = opened();
    one.setKeyEntry(host, all.getKey(host, PASSWORD), PASSWORD, all.getCertificateChain(host));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(one, PASSWORD);
    one.setCertificateEntry(AUTHORITY, all.getCertificate(AUTHORITY));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(one);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private KeyStore opened() throws IOException, GeneralSecurityException {
    return KeyStore.getInstance(store.toFile(), PASSWORD);
  }

  private static Path replaced(Path file, String content) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(beside, content, StandardCharsets.US_ASCII);
    return Files.move(
        beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String pem(String what, byte[] encoded) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded), what);
  }

  private void keytool(List<String> more) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keyalg",
                "EC",
                "-validity",
                "1"));
    command.addAll(more);
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool: " + said);
    }
  }
}
