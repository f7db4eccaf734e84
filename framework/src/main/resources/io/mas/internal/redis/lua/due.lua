-- mas_due: the delayed messages of an agent that are due.
-- KEYS 1 agent.timers:{s}:ID  2 agent.delayed:{s}:ID
-- ARGV 1 most messages
-- Returns ms until the next is due (0: more are due, -1: there is none), then for each: id, header, payload ('' where lost)
-- An answer ends behind the message that takes it past a mebibyte.
local MAX_DUE_BYTES = 1048576

local function due(keys, args)
  local most, now = tonumber(args[1]), now_ms()
  if not most or most < 1 then return redis.error_reply('ERR mas_due takes at least one message') end
  local ids = redis.call('ZRANGEBYSCORE', keys[1], '-inf', now, 'LIMIT', 0, most)
  local following = redis.call('ZRANGEBYSCORE', keys[1], '(' .. now, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
  local answer = {#ids == most and 0 or following[2] and tonumber(following[2]) - now or -1}
  local bytes = 0
  for place, id in ipairs(ids) do
    local message = redis.call('HMGET', keys[2], id .. ':h', id .. ':p')
    local header, payload = message[1] or '', message[2] or ''
    answer[#answer + 1] = id
    answer[#answer + 1] = header
    answer[#answer + 1] = payload
    bytes = bytes + #header + #payload
    if bytes > MAX_DUE_BYTES then
      if place < #ids then answer[1] = 0 end
      break
    end
  end
  return answer
end
redis.register_function{function_name = 'mas_due', callback = due, flags = {'no-writes'}}
