package io.mas.it.schedule;

import java.util.ArrayList;
import java.util.List;

/** What one turn does, to be committed as one. */
final class Turn {
  private final Held of;
  private final boolean parks;
  private final List<String> sets = new ArrayList<>();
  private final List<String> sends = new ArrayList<>();
  private final List<String> delays = new ArrayList<>();
  private final List<String> recalls = new ArrayList<>();
  private String revision = "";
  private String next = "";

  Turn(Held of, boolean parks) {
    this.of = of;
    this.parks = parks;
  }

  void changes(String from, String to, String property, int value) {
    revision = from;
    next = to;
    sets.addAll(List.of(property, String.valueOf(value)));
  }

  String next() {
    return next;
  }

  Turn sends(Parcel parcel) {
    sends.addAll(List.of(parcel.header(), "", ""));
    return this;
  }

  void delays(Parcel parcel, String millis) {
    delays.addAll(List.of(parcel.id(), millis, parcel.header(), ""));
  }

  void recalls(String id) {
    recalls.add(id);
  }

  List<String> arguments() {
    String flags =
        (of.noted ? "r" : "")
            + (parks ? "p" : "")
            + (of.locked ? "l" : "")
            + (of.isKeyed() ? "" : "o");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("U", of.parcel.lane(), of.parcel.id(), flags));
    arguments.addAll(List.of("" + delays.size() / 4, "" + recalls.size()));
    arguments.addAll(List.of("4", of.entry, revision, next));
    arguments.addAll(List.of("" + sets.size() / 2, "0", "" + sends.size() / 3));
    arguments.addAll(sets);
    arguments.addAll(sends);
    arguments.addAll(delays);
    arguments.addAll(recalls);
    return arguments;
  }

  @Override
  public String toString() {
    return (parks ? "park " : sends.get(0).contains("DEAD") ? "bury " : "turn of ") + of.parcel;
  }
}
