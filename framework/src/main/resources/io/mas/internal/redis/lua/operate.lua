-- mas_operate: keeps what an operator wants of an agent, and tells its instances to look.
-- KEYS 1 mas.agents:{s}  2 agent:{s}:ID  then the streams of its instances
-- ARGV 1 agent  2 what is wanted, '' for nothing but that it runs  3 registry channel
-- Returns 1, or 0 when there is no such agent.
local function operate(keys, args)
  if redis.call('SISMEMBER', keys[1], args[1]) == 0 then return 0 end
  if args[2] == '' then redis.call('HDEL', keys[2], 'wish') else redis.call('HSET', keys[2], 'wish', args[2]) end
  for i = 3, #keys do tell_to_look(keys[i]) end
  redis.call('PUBLISH', args[3], args[1])
  return 1
end
redis.register_function{function_name = 'mas_operate', callback = operate, flags = {'allow-oom'}}
