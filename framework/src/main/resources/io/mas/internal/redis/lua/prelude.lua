-- What several functions share. Stands before them in the library; the loader puts the shebang
-- line before it.

local GROUP = 'agents'

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

-- Tells an instance to look at once at what it looks at from time to time anyway; so it is no harm where its
-- stream is gone or spoiled. Returns whether it was told.
local function tell_to_look(stream)
  local id = redis.pcall('XADD', stream, 'NOMKSTREAM', '*', 'look', '1')
  return id and not failed(id)
end

