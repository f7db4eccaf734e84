-- mas_leave: an instance deregisters. Its last entry in the outbox tells the gateway that nothing
-- follows. What it holds of the inbox counts as long idle from then on, so that any other instance may take it
-- over at once; the consumer goes only if it holds nothing.
-- KEYS 1 agent:{s}:ID:instance:IID  2 agent.outbox:{s}:ID  3 agent.seq:{s}:ID  4 agent.stream:{s}:ID:IID
--      5 agent.stream:{s}:ID
-- ARGV 1 agent  2 instance  3 bell  4 registry channel  5 header  6 payload  7 proof
-- Returns 1, or 0 when it was not registered (any more).
local MAX_HELD = 4096

local function leave(keys, args)
  local record, outbox, seq, stream, inbox = keys[1], keys[2], keys[3], keys[4], keys[5]
  if redis.call('EXISTS', record) == 0 then return 0 end
  append(seq, outbox, args[3], args[1], args[5], args[6], args[7])
  redis.call('DEL', record, stream)
  redis.call('HDEL', seq, args[2] .. ':c', args[2] .. ':r')
  local held = redis.pcall('XPENDING', inbox, GROUP, '-', '+', MAX_HELD, args[2])
  if not failed(held) then
    for _, entry in ipairs(held) do
      redis.call('XCLAIM', inbox, GROUP, args[2], 0, entry[1], 'IDLE', IDLE_MS, 'JUSTID')
    end
    if #held == 0 then redis.pcall('XGROUP', 'DELCONSUMER', inbox, GROUP, args[2]) end
  end
  redis.call('PUBLISH', args[4], args[1])
  return 1
end
redis.register_function{function_name = 'mas_leave', callback = leave, flags = {'allow-oom'}}
