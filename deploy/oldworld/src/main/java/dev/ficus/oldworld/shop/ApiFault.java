package dev.ficus.oldworld.shop;

/** A fault of Magento's, with the code and the words it has there. */
final class ApiFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;

  private ApiFault(int code, String text) {
    super(text);
    this.code = code;
  }

  int code() {
    return code;
  }

  static ApiFault internal(String text) {
    return new ApiFault(1, text);
  }

  static ApiFault internal() {
    return internal("Internal Error. Please see log for details.");
  }

  static ApiFault accessDenied() {
    return new ApiFault(2, "Access denied.");
  }

  static ApiFault invalidPath() {
    return new ApiFault(3, "Invalid api path.");
  }

  static ApiFault sessionExpired() {
    return new ApiFault(5, "Session expired. Try to relogin.");
  }

  static ApiFault parameterMissing() {
    return new ApiFault(
        6, "Required parameter is missing, for more details see \"exception.log\".");
  }

  static ApiFault noSuchOrder() {
    return new ApiFault(100, "Requested order not exists.");
  }

  static ApiFault noSuchOrderForDocument() {
    return new ApiFault(103, "Requested order does not exists.");
  }

  static ApiFault invalidDocument() {
    return new ApiFault(102, "Invalid data given. Details in error message.");
  }

  static ApiFault noSuchProduct() {
    return new ApiFault(101, "Product not exists.");
  }

  static ApiFault statusNotChanged() {
    return new ApiFault(103, "Order status not changed. Details in error message.");
  }

  static ApiFault noSuchMethod(String method) {
    return new ApiFault(620, "Method \"%s\" does not exist".formatted(method));
  }

  static ApiFault parametersDoNotMatch() {
    return new ApiFault(623, "Calling parameters do not match signature");
  }

  static ApiFault unreadable() {
    return new ApiFault(631, "Failed to parse request");
  }
}
