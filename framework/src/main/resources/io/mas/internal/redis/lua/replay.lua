-- mas_replay: puts a dead letter's message into its sender's outbox again, once for each letter. The letter may
-- lie in another slot, so the steps are: begin; see that the letter is there; release; delete the letter; forget.
-- A token is given only while nothing is known of the letter, and whoever forgets has seen that it is gone:
-- so of all who replay one letter, at once or after a crash, one token alone can both have seen it and release.
-- KEYS 1 mas.replays:{s}  2 mas.released:{s}  3 agent.outbox:{s}:ID  4 agent.seq:{s}:ID  (s: the sender's shard)
-- ARGV 1 'begin'    2 letter (shard:id)  3 a token that nobody else uses
--   or 1 'release'  2 letter  3 token  4 agent  5 bell  6 header  7 payload  8 proof  9 digest of header and payload
--   or 1 'forget'   2 letter
-- Returns for begin the token in force, or 'released' when that was done before;
--         for release the new outbox id, 'released', or 'gone' when the token is not (any more) in force;
--         for forget 'gone'
local function replay(keys, args)
  local replays, letter = keys[1], args[2]
  local held = redis.call('HGET', replays, letter)
  if args[1] == 'begin' then
    if held then return held end
    redis.call('HSET', replays, letter, args[3])
    return args[3]
  end
  if args[1] == 'forget' then
    redis.call('HDEL', replays, letter)
    return 'gone'
  end
  if held == 'released' then return held end
  if held ~= args[3] then return 'gone' end
  -- its first write is to the agent's own key: one that cannot be written stops this while nothing is done
  local id = append(keys[4], keys[3], args[5], args[4], args[6], args[7], args[8])
  redis.call('HSET', keys[2], args[4] .. ':' .. id, letter .. ' ' .. args[9])
  redis.call('HSET', replays, letter, 'released')
  return id
end
redis.register_function('mas_replay', replay)
