-- mas_heartbeat: an instance says that it lives, and which wish of the operator it follows.
-- KEYS 1 agent:{s}:ID:instance:IID  2 agent.stream:{s}:ID:IID
-- ARGV 1 lease ms  2 stream ttl ms  3 the wish
-- Returns 1, or 0 when the registration has lapsed and must be made anew.
local function heartbeat(keys, args)
  if redis.call('EXISTS', keys[1]) == 0 then return 0 end
  redis.call('HSET', keys[1], 'heartbeat', now_ms(), 'follows', args[3] or '')
  redis.call('PEXPIRE', keys[1], args[1])
  redis.call('PEXPIRE', keys[2], args[2])
  return 1
end
redis.register_function{function_name = 'mas_heartbeat', callback = heartbeat, flags = {'allow-oom'}}
