package io.mas.gateway.check;

import io.mas.Decision;
import io.mas.gateway.identity.Principal;
import io.mas.protocol.KeyState;
import io.mas.protocol.VerifyingKey;

/** Whether the signature is that of the agent whose outbox the message lies in. */
final class SignatureCheck implements Check {
  @Override
  public String name() {
    return "signature";
  }

  @Override
  public Verdict evaluate(Submission submission, View view) {
    Principal sender = submission.sender();
    if (sender == null) {
      return Verdict.refuse(Decision.AUTH_FAILED, "the sender is not provisioned");
    }
    if (sender.isRevoked()) {
      return Verdict.refuse(Decision.AUTH_FAILED, "the sender is revoked");
    }
    VerifyingKey key = sender.key(submission.proof().keyId());
    if (key == null) {
      return Verdict.refuse(Decision.SIGNATURE_INVALID, "the sender has no such signing key");
    }
    if (key.state() == KeyState.REVOKED) {
      return Verdict.refuse(
          Decision.SIGNATURE_INVALID, "the signing key " + key.id() + " is revoked");
    }
    boolean fits =
        key.verify(
            submission.proof().token(),
            submission.header(),
            submission.payloadDigest(),
            submission.proof().signature());
    return fits
        ? Verdict.PASS
        : Verdict.refuse(Decision.SIGNATURE_INVALID, "the signature does not fit the message");
  }
}
