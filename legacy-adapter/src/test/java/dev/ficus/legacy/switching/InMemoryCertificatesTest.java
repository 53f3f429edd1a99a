package dev.ficus.legacy.switching;

class InMemoryCertificatesTest extends CertificatesContract {

  private final InMemoryCertificates certificates = new InMemoryCertificates();

  @Override
  protected Certificates certificates() {
    return certificates;
  }

  @Override
  protected Certificate write(CertificateContent content) {
    return certificates.write(content);
  }
}
