package io.mas.gateway.policy;

/** Whether something decides. */
public enum Mode {
  /** It does. */
  ENFORCE,

  /** It does not: what it would have refused passes, and is counted and recorded. */
  SHADOW
}
