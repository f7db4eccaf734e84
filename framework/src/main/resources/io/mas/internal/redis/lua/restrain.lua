-- mas_restrain: writes what agents are under, all at once, and says by a new version that it has changed.
-- KEYS 1 mas:restrictions
-- ARGV 1 'set', or 'restore' to do it only where all is lost  2 the new version
--      then agent, what it is under (JSON, '' for nothing) ...
-- Returns 1, or 0 when nothing is lost.
local function restrain(keys, args)
  if args[1] == 'restore' and redis.call('HEXISTS', keys[1], '@version') == 1 then return 0 end
  for i = 3, #args, 2 do
    if args[i + 1] == '' then
      redis.call('HDEL', keys[1], args[i])
    else
      redis.call('HSET', keys[1], args[i], args[i + 1])
    end
  end
  redis.call('HSET', keys[1], '@version', args[2])
  return 1
end
redis.register_function{function_name = 'mas_restrain', callback = restrain, flags = {'allow-oom'}}
