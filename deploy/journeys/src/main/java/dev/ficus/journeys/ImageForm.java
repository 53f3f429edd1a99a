package dev.ficus.journeys;

/** What an image of a service is made of. */
enum ImageForm {
  /** A Java of its own, with a cache of what a training run has loaded. */
  JVM(448),
  /** An executable. */
  NATIVE(192),
  /** An executable that was built outside. */
  PREBUILT(192);

  private final int megabytes;

  ImageForm(int megabytes) {
    this.megabytes = megabytes;
  }

  /** The memory that one service of this form is given. */
  int megabytes() {
    return megabytes;
  }

  /** Whether the whole program is one file. */
  boolean isExecutable() {
    return this != JVM;
  }
}
