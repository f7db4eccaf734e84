-- mas_call: one call of an instance's writer: plain sends and the commits of turns, in order.
-- It runs only if its number is one more than the last; the same number again gets the results of
-- then, a lower one nothing.
-- KEYS 1 agent.seq:{s}:ID  2 agent.outbox:{s}:ID  3 agent.state:{s}:ID  4 agent.stream:{s}:ID
--      5 agent.stream:{s}:ID:IID  6 agent:{s}:ID:instance:IID
-- ARGV 1 agent  2 instance  3 call number  4 bell  5 longest outbox  6 number of items, then each item:
--      'S' n, then n times header, payload, proof
--      'T' 4|5 (the key its entry is in; 0 for none)  entry id  revision or ''  next revision  sets  deletes  n
--          then sets times field, value; deletes times field; n times header, payload, proof
--      A revision that is not '' must be the state's, which is then the next revision if anything is set or
--      deleted. Revisions are texts that no other turn uses: a turn that was prepared on top of one that then
--      failed must not meet the same number made by somebody else.
-- Returns a text with a letter for each item, '!' and the last number when this call is out of turn, or '?'
-- when the instance's registration has lapsed (then it registers again and makes the same call):
--      'k' done  'f' outbox full  'g' the entry is not (any more) this instance's  'c' state conflict
-- Whoever may call this chooses the arguments: they are walked through once before anything is done, so that
-- no count makes a loop longer than the call.
local REVISION = '@revision'

local function is_count(text, digits)
  return text and #text > 0 and #text <= digits and not string.find(text, '%D')
end

-- Whether the items are what the header says, and fill the arguments exactly.
local function is_call(args)
  if not (is_count(args[3], 19) and is_count(args[5], 9) and is_count(args[6], 6)) then return false end
  local at = 7
  for _ = 1, tonumber(args[6]) do
    local what = args[at]
    if what == 'S' then
      if not is_count(args[at + 1], 6) then return false end
      at = at + 2 + 3 * tonumber(args[at + 1])
    elseif what == 'T' then
      local key = args[at + 1]
      if not (key == '0' or key == '4' or key == '5') then return false end
      for i = at + 5, at + 7 do
        if not is_count(args[i], 6) then return false end
      end
      at = at + 8 + 2 * tonumber(args[at + 5]) + tonumber(args[at + 6]) + 3 * tonumber(args[at + 7])
    else
      return false
    end
  end
  return at == #args + 1
end

local function call(keys, args)
  if #keys ~= 6 or not is_call(args) then return redis.error_reply('ERR not a call as mas_call takes it') end
  local seq, outbox, state = keys[1], keys[2], keys[3]
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
  -- read before the first write, so that a key of a wrong type stops the call while nothing is done
  local revision = redis.call('HGET', state, REVISION) or '0'

  local function send(n)
    for _ = 1, n do
      newest = redis.call('XADD', outbox, '*', 'h', next_arg(), 'p', next_arg(), 'a', next_arg())
    end
    waiting = waiting + n
  end
  local function skip(n)
    for _ = 1, n do next_arg() end
  end

  local function turn()
    local stream, entry, expected, following = keys[tonumber(next_arg())], next_arg(), next_arg(), next_arg()
    local sets, deletes, sends = tonumber(next_arg()), tonumber(next_arg()), tonumber(next_arg())
    if stream then
      local held = redis.pcall('XPENDING', stream, GROUP, entry, entry, 1, instance)
      if failed(held) or #held == 0 then
        skip(2 * sets + deletes + 3 * sends)
        return 'g'
      end
    end
    if expected ~= '' and expected ~= revision then
      skip(2 * sets + deletes + 3 * sends)
      return 'c'
    end
    local change = {}
    for i = 1, 2 * sets + deletes do change[i] = next_arg() end
    -- before the rest of the turn: an outbox whose last id the agent has driven to the end takes nothing
    send(sends)
    for i = 1, 2 * sets, 2 do redis.call('HSET', state, change[i], change[i + 1]) end
    for i = 2 * sets + 1, #change do redis.call('HDEL', state, change[i]) end
    if #change > 0 then
      redis.call('HSET', state, REVISION, following)
      revision = following
    end
    if stream then
      redis.call('XACK', stream, GROUP, entry)
      redis.call('XDEL', stream, entry)
    end
    return 'k'
  end

  local results = {}
  for i = 1, tonumber(args[6]) do
    if next_arg() == 'S' then
      local n = tonumber(next_arg())
      if waiting + n > limit then
        skip(3 * n)
        results[i] = 'f'
      else
        send(n)
        results[i] = 'k'
      end
    else
      results[i] = turn()
    end
  end
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
