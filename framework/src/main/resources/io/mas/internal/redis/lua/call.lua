-- mas_call: one call of an instance's writer: what is sent, delayed and taken back outside of turns, the commits of
-- turns, and what is noted of entries, in order. It runs only if its number is one more than the last; the same
-- number again gets the results of then, a lower one nothing.
-- mas_settle is the same, and runs also where Redis has no memory left: for turns, which give some back.
-- KEYS 1 agent.seq:{s}:ID  2 agent.outbox:{s}:ID  3 agent.state:{s}:ID  4 agent.stream:{s}:ID
--      5 agent.stream:{s}:ID:IID  6 agent:{s}:ID:instance:IID  and where an item needs one of them
--      7 agent.retries:{s}:ID  8 agent.timers:{s}:ID  9 agent.delayed:{s}:ID  10 agent.lanes:{s}:ID
--      11 agent.order:{s}:ID
-- ARGV 1 agent  2 instance  3 call number  4 bell  5 longest outbox  6 number of items, then each item:
--      'S' n, then n messages (header, payload, proof)
--      'T' 4|5 (the key its entry is in; 0 for none)  entry id  revision or ''  next revision  sets  deletes  n
--          then sets times field, value; deletes times field; n messages
--          A revision that is not '' must be the state's, which is then the next revision if anything is set or
--          deleted. Revisions are texts that no other turn uses: a turn that was prepared on top of one that then
--          failed must not meet the same number made by somebody else.
--      'V' as 'T', and in order: it is a conflict if one in order before it in this call was refused
--      'U' lane or ''  sender and id of the message  flags  delays  recalls, then as 'T' after its letter, then delays times
--          id, delay ms, header, payload; recalls times id
--          flags: 'r' attempts are recorded  'p' the lane is parked behind it  'l' it holds the lock of the state, and gives it back when
--          it is done and with 'g', 'b' and 'p'  'o' in order
--      'L' id, delay ms, header, payload   a message that leaves later
--      'X' id                              takes one back that has not left
--      'M' id, header, payload, proof      one that leaves now; it is put into the outbox, once
--      'A' entry id, attempts, delay ms    so many attempts at an entry of the inbox have begun; when the next is due
--      'K' entry id, ms                    takes the lock of the state for the entry's turn; 0 ms gives it back
-- Returns a text with a letter for each item, '!' and the last number when this call is out of turn, or '?'
-- when the instance's registration has lapsed (then it registers again and makes the same call):
--      'k' done  'f' outbox full  'g' the entry is not (any more) this instance's, the message has left  'c' state
--      conflict  'l' the state is locked  'b' the entry is not the first of its lane  'p' the entry is parked, and not
--      this instance's any more  'o' too many messages are delayed
-- Whoever may call this chooses the arguments: they are walked through once before anything is done, so that
-- no count makes a loop longer than the call.
local REVISION = '@revision'
local LOCK = '@lock'
local MAX_DELAYED = 100000

local function is_count(text, digits)
  return text and #text > 0 and #text <= digits and not string.find(text, '%D')
end

local function are_counts(args, from, to, digits)
  for i = from, to do
    if not is_count(args[i], digits) then return false end
  end
  return true
end

-- Where a turn ends whose letter is at a place, or nil.
local function after_turn(args, at)
  local key, entry = args[at + 1], args[at + 2]
  if not (key == '0' or (key == '4' or key == '5') and is_entry(entry)) then return nil end
  if not are_counts(args, at + 5, at + 7, 6) then return nil end
  return at + 8 + 2 * tonumber(args[at + 5]) + tonumber(args[at + 6]) + 3 * tonumber(args[at + 7])
end

local AFTER = {
  S = function(args, at)
    return is_count(args[at + 1], 6) and at + 2 + 3 * tonumber(args[at + 1])
  end,
  T = after_turn,
  V = after_turn,
  U = function(args, at)
    if not are_counts(args, at + 4, at + 5, 6) then return nil end
    local turn = after_turn(args, at + 5)
    local delays = tonumber(args[at + 4])
    if not turn then return nil end
    for i = 0, delays - 1 do
      if not is_count(args[turn + 4 * i + 1], 12) then return nil end
    end
    return turn + 4 * delays + tonumber(args[at + 5])
  end,
  L = function(args, at) return is_count(args[at + 2], 12) and at + 5 end,
  X = function(_, at) return at + 2 end,
  M = function(_, at) return at + 5 end,
  A = function(args, at) return is_entry(args[at + 1]) and are_counts(args, at + 2, at + 3, 12) and at + 4 end,
  K = function(args, at) return is_count(args[at + 2], 6) and at + 3 end,
}

-- Whether the items are what the header says, and fill the arguments exactly.
local function is_call(args)
  if not (is_count(args[3], 19) and is_count(args[5], 9) and is_count(args[6], 6)) then return false end
  local at = 7
  for _ = 1, tonumber(args[6]) do
    local after = AFTER[args[at] or '']
    at = after and after(args, at)
    if not at or at > #args + 1 then return false end
  end
  return at == #args + 1
end

local function needs_all_keys(args)
  local at = 7
  for _ = 1, tonumber(args[6]) do
    if not string.find('STVK', args[at], 1, true) then return true end
    at = AFTER[args[at]](args, at)
  end
  return false
end

local function call(keys, args)
  if not is_call(args) or #keys ~= 11 and (#keys ~= 6 or needs_all_keys(args)) then
    return redis.error_reply('ERR not a call as mas_call takes it')
  end
  local seq, outbox, state, inbox = keys[1], keys[2], keys[3], keys[4]
  local retries, timers, delayed, lanes, order = keys[7], keys[8], keys[9], keys[10], keys[11]
  local instance = args[2]
  local last = redis.call('HGET', seq, instance .. ':c')
  if not last then return '?' end
  if last == args[3] then return redis.call('HGET', seq, instance .. ':r') end
  if tonumber(last) + 1 ~= tonumber(args[3]) then return '!' .. last end
  if redis.call('EXISTS', keys[6]) == 0 then return '?' end

  local next_arg = reader(args, 7)
  local waiting = redis.call('XLEN', outbox)
  local ends = redis.call('HMGET', seq, 'l', 'd')
  local newest = ends[1]
  local limit = tonumber(args[5])
  local now = now_ms()
  -- read before the first write, so that a key of a wrong type stops the call while nothing is done
  local known = redis.call('HMGET', state, REVISION, LOCK)
  local revision, lock = known[1] or '0', known[2]
  if retries then
    redis.call('HGET', retries, '')
    redis.call('ZCARD', timers)
    redis.call('HGET', delayed, '')
    redis.call('ZCARD', lanes)
    redis.call('HGET', order, '')
  end

  local function send(n)
    for _ = 1, n do
      newest = redis.call('XADD', outbox, '*', 'h', next_arg(), 'p', next_arg(), 'a', next_arg())
    end
    waiting = waiting + n
  end
  local function skip(n)
    for _ = 1, n do next_arg() end
  end
  local function delay()
    local id, due = next_arg(), now + tonumber(next_arg())
    redis.call('HSET', delayed, id .. ':h', next_arg(), id .. ':p', next_arg())
    redis.call('ZADD', timers, due, id)
  end
  local function recall(id)
    redis.call('HDEL', delayed, id .. ':h', id .. ':p')
    return redis.call('ZREM', timers, id) == 1
  end
  local function is_mine(stream, entry)
    local held = redis.pcall('XPENDING', stream, GROUP, entry, entry, 1, instance)
    return not failed(held) and #held == 1
  end
  -- The lock of the state: 'entry until'. One whose time is over is none.
  local function locked_for_others(entry)
    if not lock then return false end
    local by, until_ms = string.match(lock, '^(%S+) (%d+)$')
    return by and by ~= instance .. '/' .. entry and tonumber(until_ms) > now
  end

  local function unlock(entry)
    if locked_for_others(entry) then return end
    redis.call('HDEL', state, LOCK)
    lock = nil
  end

  -- Whether an entry may be settled, as far as its lane goes: nil, or what stands in its way.
  local function behind(lane, entry, message)
    local poisoned = redis.call('HGET', order, 'p:' .. lane)
    if poisoned == message then return nil end
    if poisoned then
      redis.call('XCLAIM', inbox, GROUP, PARKED, 0, entry, 'JUSTID')
      return 'p'
    end
    local first, more = first_of_lane(lanes, inbox, lane)
    return (more or first and first ~= member(lane, entry)) and 'b' or nil
  end

  -- An entry leaves its lane: whoever holds the next one is told.
  local function leave_lane(lane, entry, message, parks)
    redis.call('ZREM', lanes, member(lane, entry))
    if parks then
      redis.call('HSET', order, 'p:' .. lane, message)
      return
    end
    if redis.call('HGET', order, 'p:' .. lane) == message then free_lane(inbox, lanes, order, lane) end
    local following = first_of_lane(lanes, inbox, lane)
    local by = following and holder(inbox, id_of(following))
    if by and by ~= instance then
      redis.pcall('XADD', inbox .. ':' .. by, 'NOMKSTREAM', '*', 'w', id_of(following))
    end
  end

  local function turn(lane, message, flags, delays, recalls, refused_before)
    local stream, entry, expected, following = keys[tonumber(next_arg())], next_arg(), next_arg(), next_arg()
    local sets, deletes, sends = tonumber(next_arg()), tonumber(next_arg()), tonumber(next_arg())
    local change, later = {}, {}
    local has = function(flag) return string.find(flags, flag, 1, true) ~= nil end
    local function refused(letter)
      skip(2 * sets + deletes + 3 * sends + 4 * delays + recalls)
      -- it does not run again by itself: others would wait for the lock until it lapses
      if has('l') and string.find('gbp', letter, 1, true) then unlock(entry) end
      return letter
    end
    if stream and not is_mine(stream, entry) then return refused('g') end
    if refused_before then return refused('c') end
    if stream and lane ~= '' then
      local why = behind(lane, entry, message)
      if why then return refused(why) end
    end
    if expected ~= '' then
      if locked_for_others(entry) then return refused('l') end
      if expected ~= revision then return refused('c') end
    end
    if sends > 0 and waiting + sends > limit then return refused('f') end
    if delays > 0 and redis.call('ZCARD', timers) + delays > MAX_DELAYED then return refused('o') end
    for i = 1, 2 * sets + deletes do change[i] = next_arg() end
    -- before the rest of the turn: an outbox whose last id the agent has driven to the end takes nothing
    local sent_from = 3 * sends
    local messages = {}
    for i = 1, sent_from do messages[i] = next_arg() end
    for i = 1, 4 * delays do later[i] = next_arg() end
    local recalled = {}
    for i = 1, recalls do
      recalled[i] = next_arg()
    end
    for i = 1, recalls do
      -- one that has left meanwhile: the turn is run again and sees that
      if not redis.call('ZSCORE', timers, recalled[i]) then return 'c' end
    end
    for i = 1, sent_from, 3 do
      newest = redis.call('XADD', outbox, '*', 'h', messages[i], 'p', messages[i + 1], 'a', messages[i + 2])
    end
    waiting = waiting + sends
    for i = 1, 2 * sets, 2 do redis.call('HSET', state, change[i], change[i + 1]) end
    for i = 2 * sets + 1, #change do redis.call('HDEL', state, change[i]) end
    if #change > 0 then
      redis.call('HSET', state, REVISION, following)
      revision = following
    end
    for i = 1, 4 * delays, 4 do
      redis.call('HSET', delayed, later[i] .. ':h', later[i + 2], later[i] .. ':p', later[i + 3])
      redis.call('ZADD', timers, now + tonumber(later[i + 1]), later[i])
    end
    for i = 1, recalls do recall(recalled[i]) end
    if has('l') then unlock(entry) end
    if stream then
      if has('r') then redis.call('HDEL', retries, entry) end
      redis.call('XACK', stream, GROUP, entry)
      redis.call('XDEL', stream, entry)
      if lane ~= '' then leave_lane(lane, entry, message, has('p')) end
    end
    return 'k'
  end

  -- A turn that must not be done where one before it was not: it ran as if that one were done.
  local broken = false
  local function in_order(lane, message, flags, delays, recalls)
    local result = turn(lane, message, flags, delays, recalls, broken)
    broken = broken or result ~= 'k'
    return result
  end

  local item = {
    S = function()
      local n = tonumber(next_arg())
      if waiting + n > limit then
        skip(3 * n)
        return 'f'
      end
      send(n)
      return 'k'
    end,
    T = function() return turn('', '', '', 0, 0, false) end,
    V = function() return in_order('', '', '', 0, 0) end,
    U = function()
      local lane, message, flags = next_arg(), next_arg(), next_arg()
      local delays, recalls = tonumber(next_arg()), tonumber(next_arg())
      if string.find(flags, 'o', 1, true) then return in_order(lane, message, flags, delays, recalls) end
      return turn(lane, message, flags, delays, recalls, false)
    end,
    L = function()
      if redis.call('ZCARD', timers) >= MAX_DELAYED then
        skip(4)
        return 'o'
      end
      delay()
      return 'k'
    end,
    X = function() return recall(next_arg()) and 'k' or 'g' end,
    M = function()
      if waiting >= limit then
        skip(4)
        return 'f'
      end
      local id = next_arg()
      if not redis.call('ZSCORE', timers, id) then
        skip(3)
        return 'g'
      end
      -- first what may fail
      send(1)
      recall(id)
      return 'k'
    end,
    A = function()
      local entry, attempts, pause = next_arg(), next_arg(), tonumber(next_arg())
      if not is_mine(inbox, entry) then return 'g' end
      local before = redis.call('HGET', retries, entry)
      local since = before and string.match(before, '^%d+:(%d+):') or string.format('%d', now)
      redis.call('HSET', retries, entry, attempts .. ':' .. since .. ':' .. string.format('%d', now + pause))
      -- the server's own count is then that of the attempts
      redis.call('XCLAIM', inbox, GROUP, instance, 0, entry, 'RETRYCOUNT', attempts, 'JUSTID')
      return 'k'
    end,
    K = function()
      local entry, ms = next_arg(), tonumber(next_arg())
      if locked_for_others(entry) then return 'l' end
      if ms == 0 then
        unlock(entry)
        return 'k'
      end
      lock = instance .. '/' .. entry .. ' ' .. string.format('%d', now + ms)
      redis.call('HSET', state, LOCK, lock)
      return 'k'
    end,
  }

  local results = {}
  for i = 1, tonumber(args[6]) do results[i] = item[next_arg()]() end
  local answer = table.concat(results)
  redis.call('HSET', seq, instance .. ':c', args[3], instance .. ':r', answer)
  if newest ~= ends[1] then
    redis.call('HSET', seq, 'l', newest)
    -- something undecided lay there already: its owner knows, and looks again after its commit
    if all_decided(ends[1], ends[2]) then redis.call('PUBLISH', args[4], args[1]) end
  end
  return answer
end
redis.register_function('mas_call', call)
redis.register_function{function_name = 'mas_settle', callback = call, flags = {'allow-oom'}}
