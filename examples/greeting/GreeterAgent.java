import io.mas.Agent;
import io.mas.Message;
import java.util.Map;

public class GreeterAgent extends Agent<Void> {
  @Override
  protected void onStart() {
    Message response = request("echo", "greeting.request", Map.of("hello", "world"));
    System.out.println("Got response: " + response.data());
  }
}
