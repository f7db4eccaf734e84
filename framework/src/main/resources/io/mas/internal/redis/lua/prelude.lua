-- What several functions share. Stands before them in the library; the loader puts the shebang
-- line before it.

local GROUP = 'agents'

-- The consumer that holds what waits behind a poisoned message of its lane; nobody takes over from it.
local PARKED = '@parked'

-- Milliseconds since 1970 by the clock of this Redis.
local function now_ms()
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end

-- Decimal texts of any length, since a Lua number is exact only to 2^53.
local function compare_decimal(a, b)
  if #a ~= #b then return #a < #b and -1 or 1 end
  if a == b then return 0 end
  return a < b and -1 or 1
end

-- Stream ids "ms-seq": below 0, 0 or above 0.
local function compare_ids(a, b)
  local am, as = string.match(a, '^(%d+)%-(%d+)$')
  local bm, bs = string.match(b, '^(%d+)%-(%d+)$')
  local by_ms = compare_decimal(am, bm)
  if by_ms ~= 0 then return by_ms end
  return compare_decimal(as, bs)
end

-- Whether an argument is the id of an entry.
local function is_entry(text) return text and #text <= 41 and string.find(text, '^%d+%-%d+$') end

-- Reads ARGV one after the other.
local function reader(args, first)
  local at = first - 1
  return function()
    at = at + 1
    return args[at]
  end
end

local function failed(reply)
  return type(reply) == 'table' and reply['err'] ~= nil
end

-- Whether nothing undecided lies in an outbox. In the agent's sequence hash, l is the last id sent by our
-- functions and d the last one that the gateway has decided; an entry that was written raw takes d past l.
-- The agent can write both: what is no id counts as none.
local function all_decided(l, d)
  local function is_id(text) return text and string.find(text, '^%d+%-%d+$') end
  return not is_id(l) or (is_id(d) and compare_ids(l, d) <= 0)
end

-- Appends to an outbox and rings, if nothing undecided lay there before. Returns the new id.
local function append(seq, outbox, bell, agent, header, payload, proof)
  local ends = redis.call('HMGET', seq, 'l', 'd')
  local id = redis.call('XADD', outbox, '*', 'h', header, 'p', payload, 'a', proof)
  redis.call('HSET', seq, 'l', id)
  if all_decided(ends[1], ends[2]) then redis.call('PUBLISH', bell, agent) end
  return id
end

-- Whether an entry of a stream is held by somebody; by whom.
local function holder(stream, id)
  local held = redis.pcall('XPENDING', stream, GROUP, id, id, 1)
  if failed(held) or #held == 0 then return nil end
  return held[1][2]
end

-- The ordering lanes of an agent: a sorted set of 'lane:id', with ids of equal length, so that the members of a lane
-- are in the order of their ids.
local function member(lane, id)
  local ms, seq = string.match(id, '^(%d+)%-(%d+)$')
  return lane .. ':' .. string.rep('0', 20 - #ms) .. ms .. '-' .. string.rep('0', 20 - #seq) .. seq
end

local ID_OF_MEMBER = ':0*(%d+)%-0*(%d+)$'

local function id_of(entered)
  local ms, seq = string.match(entered, ID_OF_MEMBER)
  return ms .. '-' .. seq
end

-- The nearest member of a lane from an end that is still held; those that are not are taken out, at most so many in
-- one call: the agent can write its own lanes, and must not make this last. The command is ZRANGEBYLEX or
-- ZREVRANGEBYLEX. Returns the member or nil, and whether there is more to take out.
local MAX_STALE = 64

local function nearest(lanes, inbox, command, from, to)
  for _ = 1, MAX_STALE do
    local found = redis.call(command, lanes, from, to, 'LIMIT', 0, 1)[1]
    if not found or string.find(found, ID_OF_MEMBER) and holder(inbox, id_of(found)) then return found, false end
    redis.call('ZREM', lanes, found)
  end
  return nil, true
end

local function first_of_lane(lanes, inbox, lane)
  return nearest(lanes, inbox, 'ZRANGEBYLEX', '[' .. lane .. ':', '(' .. lane .. ';')
end

-- Parks a lane no more: what is parked counts as long idle, so that any instance may take it over at once.
local IDLE_MS = 3600000

-- Far more than an inbox holds: a bound for an agent that fills its own lanes.
local MAX_PARKED = 100000

local function free_lane(inbox, lanes, order, lane)
  redis.call('HDEL', order, 'p:' .. lane)
  local freed = 0
  local members = redis.call('ZRANGEBYLEX', lanes, '[' .. lane .. ':', '(' .. lane .. ';', 'LIMIT', 0, MAX_PARKED)
  for _, entered in ipairs(members) do
    local id = string.find(entered, ID_OF_MEMBER) and id_of(entered)
    if id and holder(inbox, id) == PARKED then
      -- to a consumer that never was: from the parking one nobody takes over
      redis.call('XCLAIM', inbox, GROUP, '@freed', 0, id, 'IDLE', IDLE_MS, 'JUSTID')
      freed = freed + 1
    end
  end
  return freed
end

-- Tells an instance to look at once at what it looks at from time to time anyway; so it is no harm where its
-- stream is gone or spoiled. Returns whether it was told.
local function tell_to_look(stream)
  local id = redis.pcall('XADD', stream, 'NOMKSTREAM', '*', 'look', '1')
  return id and not failed(id)
end

