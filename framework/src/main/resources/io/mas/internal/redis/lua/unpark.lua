-- mas_unpark: a lane that is parked behind a message goes on without it. For the admin.
-- KEYS 1 agent.stream:{s}:ID  2 agent.lanes:{s}:ID  3 agent.order:{s}:ID
-- ARGV 1 message id
-- Returns how many entries were let go, to be taken over by any instance.
local function unpark(keys, args)
  local fields = redis.call('HGETALL', keys[3])
  local freed = 0
  for i = 1, #fields, 2 do
    local lane = string.match(fields[i], '^p:(.*)$')
    if lane and fields[i + 1] == args[1] then freed = freed + free_lane(keys[1], keys[2], keys[3], lane) end
  end
  return freed
end
redis.register_function{function_name = 'mas_unpark', callback = unpark, flags = {'allow-oom'}}
