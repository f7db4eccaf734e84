package io.mas.model;

/**
 * A message as it is signed.
 *
 * @param id what users see; stays when a captured entry is written again
 * @param iid the sending instance
 * @param instance the number under which a REGISTER announces its instance, else 0
 * @param number the signed sequence number of the instance; 0 until the writer has numbered it
 * @param order the place in the sending program; only the invariants look at it
 * @param toInstance the one instance that is to have it, or empty for the shared inbox
 * @param cause the request that a reply answers, or empty
 */
record Message(
    String id,
    Kind kind,
    String sender,
    String iid,
    int instance,
    int number,
    int order,
    String target,
    String toInstance,
    String cause) {

  enum Kind {
    REGISTER,
    TELL,
    ASK,
    REPLY
  }

  /** What announces an instance, with the number below which it will send nothing any more. */
  static Message register(String agent, String iid, int instance, int last) {
    var id = "register " + iid + " as " + instance;
    return new Message(id, Kind.REGISTER, agent, iid, instance, last, 0, agent, "", "");
  }

  Message numbered(int next) {
    return new Message(id, kind, sender, iid, instance, next, order, target, toInstance, cause);
  }

  @Override
  public String toString() {
    return id;
  }
}
