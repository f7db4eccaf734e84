import io.mas.Agent;
import io.mas.Message;
import io.mas.On;
import jakarta.validation.constraints.NotBlank;
import java.util.Map;

public class EchoAgent extends Agent<EchoAgent.EchoState> {
  public record GreetingRequest(@NotBlank String hello) {}

  public record EchoState(int seen) {}

  @On("greeting.request")
  void greet(GreetingRequest request, Message message) {
    int seen = state().seen() + 1;
    updateState(new EchoState(seen));
    message.reply("greeting.response", Map.of("reply", "echo: " + request.hello(), "seen", seen));
  }
}
