-- mas_approval: a person lets a message pass that is held: it lies in its sender's outbox again, and is listed as
-- released. The first word on it counts, and none that comes when the time is over.
-- KEYS 1 mas.held:{s}  2 mas.approvals:{s}  3 mas.released:{s}  4 agent.outbox:{s}:ID  5 agent.seq:{s}:ID
-- ARGV 1 id  2 agent  3 bell  4 header  5 payload  6 proof  7 digest of header and payload  8 by whom
-- Returns the new outbox id; or 'gone' when it is not held (any more), 'denied' when that was said before, 'late' when
--         its time is over.
local function approval(keys, args)
  local held, approvals, id, agent = keys[1], keys[2], args[1], args[2]
  local no, _, key = no_word_on(approvals, id)
  if no then return no end
  -- its first write is to the agent's own key: one that cannot be written stops this while nothing is done
  local entry = append(keys[5], keys[4], args[3], agent, args[4], args[5], args[6])
  local listing = {'h' .. id, args[7], string.format('%d', now_ms()), key, args[8]}
  redis.call('HSET', keys[3], agent .. ':' .. entry, table.concat(listing, ' '))
  redis.call('HDEL', approvals, id)
  redis.call('XDEL', held, id)
  return entry
end
redis.register_function('mas_approval', approval)
