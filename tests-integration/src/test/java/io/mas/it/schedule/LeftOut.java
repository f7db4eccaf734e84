package io.mas.it.schedule;

/** One rule of the functions, which is cut out of their source; and the promise that it breaks. */
enum LeftOut {
  /** The same call number again is answered and not run. */
  CALL_NUMBER(
      Violation.TWICE,
      "if last == args[3] then return redis.call('HGET', seq, instance .. ':r') end",
      "last = tostring(tonumber(args[3]) - 1)");

  final Violation breaks;
  private final String cut;
  private final String put;

  LeftOut(Violation breaks, String cut, String put) {
    this.breaks = breaks;
    this.cut = cut;
    this.put = put;
  }

  /** The library without the rule. */
  String leaveOut(String library) {
    if (library.indexOf(cut) < 0 || library.indexOf(cut) != library.lastIndexOf(cut)) {
      throw new IllegalStateException(this + ": the functions do not hold once: " + cut);
    }
    return library.replace(cut, put);
  }
}
