package io.mas.runner.redis;

import io.mas.MasException;

/**
 * A setting whose value cannot be understood. The message names the setting and what is expected,
 * never the value, which may hold a password.
 */
public final class BadSettingException extends MasException {
  private static final long serialVersionUID = 1L;

  /** The exit status of a command that ends with this exception. */
  public static final int EXIT_STATUS = 2;

  private final String setting;

  /** For the setting so named, with what is wrong with it. */
  public BadSettingException(String setting, String problem) {
    super(setting + ": " + problem);
    this.setting = setting;
  }

  /** The name of the setting: an option, a key of a file or an environment variable. */
  public String setting() {
    return setting;
  }
}
