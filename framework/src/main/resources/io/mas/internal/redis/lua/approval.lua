-- mas_approval: a person's word on a message that is held. What is approved lies in its sender's outbox again, and is
-- listed as released; what is denied is marked so, and the owner of the shard ends it. The first word counts, and
-- none that comes when the time is over.
-- KEYS 1 mas.held:{s}  2 mas.approvals:{s}  3 mas.released:{s}  4 agent.outbox:{s}:ID  5 agent.seq:{s}:ID
-- ARGV 1 'approve'  2 id  3 agent  4 bell  5 header  6 payload  7 proof  8 digest of header and payload  9 by whom
--   or 1 'deny'     2 id  3 why, as its sender is told
-- Returns for approve the new outbox id, for deny 'denied'; or 'gone' when it is not held (any more), 'denied' when
--         that was said before, 'late' when its time is over.
local function approval(keys, args)
  local held, approvals, id = keys[1], keys[2], args[2]
  local waits = redis.call('HGET', approvals, id)
  if not waits then return 'gone' end
  local ends, bytes, word = string.match(waits, '^(%d+) (%d+)(.*)$')
  if word ~= '' then return 'denied' end
  local now = now_ms()
  if tonumber(ends) <= now then return 'late' end
  if args[1] == 'deny' then
    redis.call('HSET', approvals, id, ends .. ' ' .. bytes .. ' ' .. args[3])
    return 'denied'
  end
  -- its first write is to the agent's own key: one that cannot be written stops this while nothing is done
  local entry = append(keys[5], keys[4], args[4], args[3], args[5], args[6], args[7])
  local word_on_it = 'h' .. id .. ' ' .. args[8] .. ' ' .. string.format('%d', now) .. ' ' .. args[9]
  redis.call('HSET', keys[3], args[3] .. ':' .. entry, word_on_it)
  redis.call('HDEL', approvals, id)
  redis.call('XDEL', held, id)
  return entry
end
redis.register_function('mas_approval', approval)
