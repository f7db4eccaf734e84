package io.mas.it.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who sees to lanes that are parked behind a dead letter. */
final class Operator {
  private final World world;
  private final Courier courier;

  Operator(World world, Courier courier) {
    this.world = world;
    this.courier = courier;
  }

  /** Lets a lane go on, with its message or without; whether one is parked. */
  boolean release(boolean replays) {
    courier.note();
    List<Map.Entry<String, String>> parked = new ArrayList<>(world.ledger.parked().entrySet());
    if (parked.isEmpty()) {
      return false;
    }
    String lane = parked.get(0).getKey();
    String message = parked.get(0).getValue();
    if (!replays) {
      unpark(lane, message);
    } else if (world.ledger.isDead(message)) {
      replay(lane, message);
    }
    return true;
  }

  /** Puts a dead letter into the inbox of its target again. */
  private void replay(String lane, String message) {
    Parcel parcel = world.ledger.replayed(message);
    world.says("operator replays " + parcel + " of lane " + lane);
    world.server.redis.xadd(world.server.keys.inbox(parcel.target()), Map.of("h", parcel.header()));
  }

  private void unpark(String lane, String message) {
    var keys = world.server.keys;
    String agent = lane.substring(0, lane.indexOf('/'));
    world.says("operator lets lane " + lane + " go on without " + message);
    world.server.call(
        "mas_unpark",
        List.of(keys.inbox(agent), keys.lanes(agent), keys.order(agent)),
        List.of(message));
    world.ledger.unparked(lane);
  }
}
