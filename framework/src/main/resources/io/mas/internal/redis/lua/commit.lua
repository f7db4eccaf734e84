-- mas_commit: makes the decisions of one batch stand, and clears what has been delivered since.
-- It runs only under the fencing number in force, and only if its number is one more than the last;
-- the same number again writes nothing, and is answered by what is there now.
-- KEYS 1 mas.lease:{s}  2 mas.cursor:{s}  3 mas.due:{s}  4 mas.seq:{s}  5 audit:messages:{s}  6 dlq:messages:{s}
--      7 mas.released:{s}  8 mas.limits:{s}  9 mas.breakers:{s}  10 mas.held:{s}  11 mas.approvals:{s}  then the outboxes,
--      sequence hashes and instance streams that the arguments name by their place
-- ARGV 1 fence  2 commit number  3 lease ttl ms, then these sections, each a count and its items:
--      outbox key, sequence key, last id decided -> checked to be there, told to the agent, and asked whether
--                                                 more was sent
--      id                                      -> checked to be held for approval still, and then held no more
--      sender, last outbox id decided          -> cursor
--      field, value                            -> sequence ledger     (value '' deletes)
--      field, value                            -> due                 (value '' deletes)
--      outbox key, lowest id to keep           -> trimmed              (0-0: the last id there is has been settled)
--      record                                  -> audit
--      stream key, header, payload, seal       -> to an instance, if its stream is there
--      number of fields, then field, value     -> dead letters        (at most 3,900 fields in one)
--      field                                   -> no longer listed as released
--      field, value                            -> levels of limits    (value '' deletes)
--      field, value                            -> circuits            (value '' deletes)
--      how it waits, number of fields, then field, value -> held for approval (at most 3,900 fields in one)
-- Returns 1 for each agent asked that has more, else 0; or 'FENCED' and the fence in force, or 'ORDER' and
-- the last commit's number, or 'STEP' and the places, from 1, of the senders whose decided entry is gone, or 'HELD'
-- and the id of what a person has approved meanwhile.
local function commit(keys, args)
  local lease, cursor, due, ledger, audit, dlq = keys[1], keys[2], keys[3], keys[4], keys[5], keys[6]
  local released, limits, breakers, holding, approvals = keys[7], keys[8], keys[9], keys[10], keys[11]
  local held = redis.call('HMGET', lease, 'fence', 'commit')
  if held[1] ~= args[1] then return {'FENCED', held[1] or '0'} end
  local last = held[2] or '0'
  local again = last == args[2]
  if not again and tonumber(last) + 1 ~= tonumber(args[2]) then return {'ORDER', last} end

  local next_arg = reader(args, 4)
  local function each(action)
    for _ = 1, tonumber(next_arg()) do action() end
  end
  local function put(key)
    local field, value = next_arg(), next_arg()
    if again then return end
    if value == '' then redis.call('HDEL', key, field) else redis.call('HSET', key, field, value) end
  end

  local decided = {}
  each(function() decided[#decided + 1] = {keys[tonumber(next_arg())], keys[tonumber(next_arg())], next_arg()} end)
  local ended = {}
  each(function() ended[#ended + 1] = next_arg() end)
  if not again then
    -- a failover takes back the newest writes: with the last entry there, all before it are
    local missing = {'STEP'}
    for place, of in ipairs(decided) do
      local found = redis.pcall('XRANGE', of[1], of[3], of[3])
      if failed(found) or #found == 0 then missing[#missing + 1] = tostring(place) end
    end
    if #missing > 1 then return missing end
    for _, id in ipairs(ended) do
      if redis.call('HEXISTS', approvals, id) == 0 then return {'HELD', id} end
    end
    for _, id in ipairs(ended) do
      redis.call('HDEL', approvals, id)
      redis.pcall('XDEL', holding, id) -- what is no id names nothing
    end
  end

  each(function() put(cursor) end)
  each(function() put(ledger) end)
  each(function() put(due) end)
  each(function()
    local outbox, from = keys[tonumber(next_arg())], next_arg()
    -- an agent can spoil its own key: that must not stop the others
    if again then return end
    if from == '0-0' then redis.pcall('XTRIM', outbox, 'MAXLEN', 0) else redis.pcall('XTRIM', outbox, 'MINID', from) end
  end)
  each(function()
    local record = next_arg()
    if not again then redis.call('XADD', audit, '*', 'r', record) end
  end)
  each(function()
    local stream, header, payload, seal = keys[tonumber(next_arg())], next_arg(), next_arg(), next_arg()
    if not again then
      redis.pcall('XADD', stream, 'NOMKSTREAM', '*', 'h', header, 'p', payload, 'g', seal)
    end
  end)
  each(function()
    local entry = {'XADD', dlq, '*'}
    for _ = 1, tonumber(next_arg()) do
      entry[#entry + 1] = next_arg()
      entry[#entry + 1] = next_arg()
    end
    if not again then redis.call(unpack(entry)) end
  end)
  each(function()
    local field = next_arg()
    if not again then redis.call('HDEL', released, field) end
  end)
  each(function() put(limits) end)
  each(function() put(breakers) end)
  each(function()
    local waits, entry = next_arg(), {'XADD', holding, '*'}
    for _ = 1, tonumber(next_arg()) do
      entry[#entry + 1] = next_arg()
      entry[#entry + 1] = next_arg()
    end
    if not again then redis.call('HSET', approvals, redis.call(unpack(entry)), waits) end
  end)
  if not again then
    redis.call('HSET', lease, 'commit', args[2], 'until', string.format('%d', now_ms() + tonumber(args[3])))
  end
  local more = {}
  for _, of in ipairs(decided) do
    -- the agent's own key, which it can spoil; the sweep finds what it sends nevertheless
    if not again then redis.pcall('HSET', of[2], 'd', of[3]) end
    local newest = redis.pcall('HGET', of[2], 'l')
    more[#more + 1] = type(newest) == 'string' and not all_decided(newest, of[3]) and 1 or 0
  end
  return more
end
redis.register_function{function_name = 'mas_commit', callback = commit, flags = {'allow-oom'}}
