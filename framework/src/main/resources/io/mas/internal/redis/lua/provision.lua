-- mas_provision: makes an agent known, once.
-- KEYS 1 mas.agents:{s}  2 mas.keys:{s}
-- ARGV 1 agent  2 its keys (JSON)  3 'new' keeps keys that are there, 'replace' writes over them
-- Returns the keys in force.
local function provision(keys, args)
  local known = redis.call('HGET', keys[2], args[1])
  if known and args[3] == 'new' then return known end
  redis.call('SADD', keys[1], args[1])
  redis.call('HSET', keys[2], args[1], args[2])
  redis.call('HINCRBY', keys[2], '@version', 1)
  return args[2]
end
redis.register_function('mas_provision', provision)
