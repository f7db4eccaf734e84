-- mas_release: gives a lease up, if it is still the caller's.
-- KEYS 1 mas.lease:{s}
-- ARGV 1 owner  2 fence
-- Returns 1, or 0 when it was another's.
local function release(keys, args)
  local held = redis.call('HMGET', keys[1], 'owner', 'fence')
  if held[1] ~= args[1] or held[2] ~= args[2] then return 0 end
  redis.call('HSET', keys[1], 'owner', '', 'until', '0')
  return 1
end
redis.register_function{function_name = 'mas_release', callback = release, flags = {'allow-oom'}}
