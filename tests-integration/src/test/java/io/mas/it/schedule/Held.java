package io.mas.it.schedule;

/** An entry of the inbox that an instance knows to hold. */
final class Held {
  enum Stage {
    /** It is to be put into its lane. */
    UNSORTED,
    /** It may run. */
    READY,
    /** It may run after another one of its lane. */
    WAITING,
    /** It may not run before an attempt is noted, or the state locked. */
    BLOCKED,
    /** What it comes to is on its way to Redis. */
    PREPARED
  }

  final String entry;
  final Parcel parcel;
  final boolean takenOver;
  Stage stage = Stage.UNSORTED;
  String waitsFor = "";
  int begun;
  boolean noted;
  boolean mayBegin;
  int conflicts;
  boolean locked;

  Held(String entry, Parcel parcel, boolean takenOver, int begun, boolean noted) {
    this.entry = entry;
    this.parcel = parcel;
    this.takenOver = takenOver;
    this.begun = begun;
    this.noted = noted;
    this.mayBegin = !takenOver;
  }

  boolean isKeyed() {
    return !parcel.lane().isEmpty();
  }
}
