-- mas_breaker: keeps what an operator wants of the circuit of a target.
-- KEYS 1 mas.agents:{s}  2 mas.breakers:{s}
-- ARGV 1 agent  2 'open' or 'closed', whatever its handlers do; 'reset' for what they do from now on, 'forget' for
--      one that goes
-- Returns 1, or 0 when there is no such agent.
local function breaker(keys, args)
  if redis.call('SISMEMBER', keys[1], args[1]) == 0 then return 0 end
  if args[2] == 'forget' then
    redis.call('HDEL', keys[2], args[1], args[1] .. ':trial', args[1] .. ':wish')
    return 1
  end
  local field, now = args[1] .. ':wish', string.format('%d', now_ms())
  local reset = string.match(redis.call('HGET', keys[2], field) or '', '^%a+ %d+ (%d+)$') or '0'
  if args[2] == 'reset' then reset = now end
  redis.call('HSET', keys[2], field, args[2] .. ' ' .. now .. ' ' .. reset)
  return 1
end
redis.register_function{function_name = 'mas_breaker', callback = breaker, flags = {'allow-oom'}}
