-- mas_sort: puts entries of the inbox into their ordering lanes. An entry may run when all before it are sorted, by
-- whoever holds them, and none of its lane is left before it.
-- KEYS 1 agent.stream:{s}:ID  2 agent.lanes:{s}:ID (in lane '': what is sorted beyond w)  3 agent.order:{s}:ID (w: up
--      to where all that is held is sorted; p:<lane>: the message behind which the lane is parked)
-- ARGV then for each entry: id, lane ('' for none), message id
-- Returns a text for each: '' it may run  'w' entries before it are not sorted yet: ask again  'p' it is parked, or
--      settled: not this instance's any more  or the id of the entry that it waits for
-- Runs also where Redis has no memory left: what is not sorted is not settled, and gives none back.
local PAGE = 512

local function are_entries(args)
  for i = 1, #args, 3 do
    if not is_entry(args[i]) then return false end
  end
  return #args % 3 == 0
end

local function sort(keys, args)
  if not are_entries(args) then return redis.error_reply('ERR not entries as mas_sort takes them') end
  local inbox, lanes, order = keys[1], keys[2], keys[3]
  local unseen, gone = {}, {}
  for i = 1, #args, 3 do unseen[args[i]] = true end

  local before = redis.call('HGET', order, 'w') or '0-0'
  local sorted = before
  local at_end = false
  local function advance()
    local page = redis.call('XPENDING', inbox, GROUP, '(' .. sorted, '+', PAGE)
    for _, held in ipairs(page) do
      local id = held[1]
      if unseen[id] then
        unseen[id] = nil
      elseif redis.call('ZREM', lanes, member('', id)) == 0 and held[2] ~= PARKED then
        return false
      end
      sorted = id
    end
    at_end = #page < PAGE
    return not at_end
  end
  while advance() do end
  if sorted ~= before then redis.call('HSET', order, 'w', sorted) end
  redis.call('ZREMRANGEBYLEX', lanes, '[:', at_end and '(;' or '[' .. member('', sorted))

  -- a late call must not enter what is settled: nobody would take it out
  for id in pairs(unseen) do
    if not holder(inbox, id) then
      gone[id] = true
    elseif compare_ids(id, sorted) > 0 then
      redis.call('ZADD', lanes, 0, member('', id))
    end
  end
  for i = 1, #args, 3 do
    if args[i + 1] ~= '' and not gone[args[i]] then redis.call('ZADD', lanes, 0, member(args[i + 1], args[i])) end
  end

  local results = {}
  for i = 1, #args, 3 do
    local id, lane, message = args[i], args[i + 1], args[i + 2]
    local result = ''
    if gone[id] then
      result = 'p'
    elseif lane ~= '' then
      local poisoned = redis.call('HGET', order, 'p:' .. lane)
      if poisoned then
        if poisoned ~= message then
          redis.call('XCLAIM', inbox, GROUP, PARKED, 0, id, 'JUSTID')
          result = 'p'
        end
      elseif compare_ids(id, sorted) > 0 then
        result = 'w'
      else
        local first, more = nearest(lanes, inbox, 'ZREVRANGEBYLEX', '(' .. member(lane, id), '[' .. lane .. ':')
        result = first and id_of(first) or more and 'w' or ''
      end
    end
    results[#results + 1] = result
  end
  return results
end
redis.register_function{function_name = 'mas_sort', callback = sort, flags = {'allow-oom'}}
