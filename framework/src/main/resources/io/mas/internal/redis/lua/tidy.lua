-- mas_tidy: removes what instances have left behind that are gone: consumers that hold nothing, and the call numbers
-- of those whose own stream has lapsed too.
-- KEYS 1 agent.stream:{s}:ID  2 agent.seq:{s}:ID  3 the start of the keys of the agent's instances
-- Returns how many instances were forgotten.
local function tidy(keys)
  local inbox, seq, records = keys[1], keys[2], keys[3]
  local forgotten = 0
  local consumers = redis.pcall('XINFO', 'CONSUMERS', inbox, GROUP)
  if failed(consumers) then consumers = {} end
  for _, consumer in ipairs(consumers) do
    local name, held = consumer[2], consumer[4]
    if name ~= PARKED and held == 0 and redis.call('EXISTS', records .. name) == 0 then
      redis.call('XGROUP', 'DELCONSUMER', inbox, GROUP, name)
      forgotten = forgotten + 1
    end
  end
  for _, field in ipairs(redis.call('HKEYS', seq)) do
    local instance = string.match(field, '^(.+):c$')
    if instance and redis.call('EXISTS', records .. instance) == 0
        and redis.call('EXISTS', inbox .. ':' .. instance) == 0 then
      redis.call('HDEL', seq, instance .. ':c', instance .. ':r')
    end
  end
  return forgotten
end
redis.register_function{function_name = 'mas_tidy', callback = tidy, flags = {'allow-oom'}}
