-- mas_tidy: removes what instances have left behind that are gone: consumers that hold nothing, the call numbers
-- of those whose own stream has lapsed too, and notes of attempts and places in lanes of entries that nobody holds. Of
-- the latter it looks at some, other ones each time: they are few, and come of rare orders of events alone.
-- KEYS 1 agent.stream:{s}:ID  2 agent.seq:{s}:ID  3 the start of the keys of the agent's instances
--      4 agent.retries:{s}:ID  5 agent.lanes:{s}:ID
-- Returns how many instances were forgotten.
local SAMPLE = 64

local function tidy(keys)
  local inbox, seq, records, retries, lanes = keys[1], keys[2], keys[3], keys[4], keys[5]
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
  for _, id in ipairs(redis.call('HRANDFIELD', retries, SAMPLE)) do
    if not holder(inbox, id) then redis.call('HDEL', retries, id) end
  end
  for _, entered in ipairs(redis.call('ZRANDMEMBER', lanes, SAMPLE)) do
    if not string.find(entered, ID_OF_MEMBER) or not holder(inbox, id_of(entered)) then
      redis.call('ZREM', lanes, entered)
    end
  end
  return forgotten
end
redis.register_function{function_name = 'mas_tidy', callback = tidy, flags = {'allow-oom'}}
