package io.mas.internal.runtime;

import io.mas.protocol.Envelope;

/** A message on its way out, not yet numbered or signed. */
@SuppressWarnings("ArrayRecordComponent") // the bytes for the wire, never compared
record Outgoing(Envelope envelope, byte[] payload) {}
