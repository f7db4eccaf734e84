package io.mas.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkExceptionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OUT_OF_MEMORY | OOM command not allowed when used memory > 'maxmemory'.",
        "MISSING | NOGROUP No such key 'agent.stream:{7}:echo' or consumer group 'agents'",
        "MISSING | UNBLOCKED the stream key no longer exists",
        "MISSING | ERR Function not found",
        "DENIED | NOPERM this user has no permissions to run the 'xadd' command",
        "DENIED | WRONGPASS invalid username-password pair or user is disabled.",
        "DENIED | NOAUTH Authentication required.",
        "UNREACHABLE | LOADING Redis is loading the dataset in memory",
        "UNREACHABLE | BUSY Redis is busy running a script.",
        "UNREACHABLE | MASTERDOWN Link with MASTER is down and replica-serve-stale-data is 'no'.",
        "UNREACHABLE | CLUSTERDOWN The cluster is down",
        "UNREACHABLE | READONLY You can't write against a read only replica.",
        "UNREACHABLE | TRYAGAIN Multiple keys request during rehashing of slot",
        "UNREACHABLE | MISCONF Redis is configured to save RDB snapshots, but it's unable to persist",
        "UNREACHABLE | NOREPLICAS Not enough good replicas to write.",
        "REFUSED | WRONGTYPE Operation against a key holding the wrong kind of value",
        "REFUSED | BUSYGROUP Consumer Group name already exists",
        "REFUSED | ERR unknown command"
      })
  void tellsWhatKindOfFailureAnAnswerIs(LinkException.Cause kind, String answer) {
    LinkException e = LinkException.of("XADD", new RedisCommandExecutionException(answer));
    assertThat(e.failure()).isEqualTo(kind);
    assertThat(e.isUnreachable()).isEqualTo(kind == LinkException.Cause.UNREACHABLE);
    assertThat(e).hasMessage("XADD failed: " + answer);
  }

  @Test
  void noAnswerIsUnreachable() {
    for (Throwable error :
        new Throwable[] {
          new TimeoutException(), new RedisConnectionException("refused"), new RedisException("x")
        }) {
      LinkException e = LinkException.of("PING", error);
      assertThat(e.isUnreachable()).isTrue();
      assertThat(e)
          .hasCause(error)
          .hasMessageStartingWith("PING failed: ")
          .hasMessageNotContaining("null");
    }
  }

  @Test
  void aWrongPasswordIsDeniedHoweverItIsWrapped() {
    assertThat(
            LinkException.of("connecting", new RedisConnectionException("WRONGPASS invalid"))
                .failure())
        .isEqualTo(LinkException.Cause.DENIED);
  }

  @Test
  void isTheSameForAStageThatDependsOnTheCommand() {
    Throwable wrapped =
        new CompletionException(new RedisCommandExecutionException("NOGROUP No such key"));
    LinkException e = LinkException.of("reading", wrapped);
    assertThat(e.failure()).isEqualTo(LinkException.Cause.MISSING);
    assertThat(e).hasMessage("reading failed: NOGROUP No such key");
  }

  @Test
  void whatIsClassifiedAlreadyKeepsItsKind() {
    LinkException first =
        LinkException.of("FCALL", new RedisCommandExecutionException("OOM no memory"));
    assertThat(LinkException.of("a call", first).failure())
        .isEqualTo(LinkException.Cause.OUT_OF_MEMORY);
  }
}
