-- mas_provision: makes an agent known, changes what is known of it, or forgets it.
-- KEYS 1 mas.agents:{s}  2 mas.keys:{s}
-- ARGV 1 agent  2 its entry (JSON)
--      3 'new' keeps an entry that is there, 'replace' writes over it, 'change' writes over it if it is ARGV 4,
--        'remove' takes it away
--      4 the entry that is to be changed
-- Returns the entry in force, '' for none.
local function provision(keys, args)
  local known = redis.call('HGET', keys[2], args[1])
  local mode = args[3]
  if mode == 'new' and known then return known end
  if mode == 'change' and known ~= args[4] then return known or '' end
  if mode == 'remove' then
    redis.call('SREM', keys[1], args[1])
    if redis.call('HDEL', keys[2], args[1]) == 1 then redis.call('HINCRBY', keys[2], '@version', 1) end
    return ''
  end
  redis.call('SADD', keys[1], args[1])
  redis.call('HSET', keys[2], args[1], args[2])
  redis.call('HINCRBY', keys[2], '@version', 1)
  return args[2]
end
redis.register_function{function_name = 'mas_provision', callback = provision, flags = {'allow-oom'}}
