-- mas_provision: makes an agent known, once; or takes it away.
-- KEYS 1 mas.agents:{s}  2 mas.keys:{s}
-- ARGV 1 agent  2 its keys (JSON)  3 'new' keeps keys that are there, 'replace' writes over them,
--      'remove' takes them away
-- Returns the keys in force, '' if they were taken away.
local function provision(keys, args)
  local known = redis.call('HGET', keys[2], args[1])
  if known and args[3] == 'new' then return known end
  if args[3] == 'remove' then
    redis.call('SREM', keys[1], args[1])
    redis.call('HDEL', keys[2], args[1])
    redis.call('HINCRBY', keys[2], '@version', 1)
    return ''
  end
  redis.call('SADD', keys[1], args[1])
  redis.call('HSET', keys[2], args[1], args[2])
  redis.call('HINCRBY', keys[2], '@version', 1)
  return args[2]
end
redis.register_function('mas_provision', provision)
