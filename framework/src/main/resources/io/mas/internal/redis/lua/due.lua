-- mas_due: the delayed messages of an agent that are due.
-- KEYS 1 agent.timers:{s}:ID  2 agent.delayed:{s}:ID
-- ARGV 1 most messages
-- Returns ms until the next is due (0: more are due, -1: there is none), then for each: id, header, payload ('' where lost)
local function due(keys, args)
  local most, now = tonumber(args[1]), now_ms()
  local ids = redis.call('ZRANGEBYSCORE', keys[1], '-inf', now, 'LIMIT', 0, most)
  local following = redis.call('ZRANGEBYSCORE', keys[1], '(' .. now, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
  local answer = {#ids == most and 0 or following[2] and tonumber(following[2]) - now or -1}
  for _, id in ipairs(ids) do
    local message = redis.call('HMGET', keys[2], id .. ':h', id .. ':p')
    answer[#answer + 1] = id
    answer[#answer + 1] = message[1] or ''
    answer[#answer + 1] = message[2] or ''
  end
  return answer
end
redis.register_function{function_name = 'mas_due', callback = due, flags = {'no-writes'}}
