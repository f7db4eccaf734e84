-- mas_deny: marks a message that is held as denied; the owner of the shard ends it. The first word on it counts, and
-- none that comes when the time is over.
-- KEYS 1 mas.approvals:{s}
-- ARGV 1 id  2 why, as its sender is told
-- Returns 'denied', also when that was said before; 'gone' when it is not held (any more), 'late' when its time is over.

-- Why nothing can be said of a message any more, or nil; and how it waits, and the key that signed it.
local function no_word_on(approvals, id)
  local waits = redis.call('HGET', approvals, id)
  if not waits then return 'gone' end
  local ends, key, word = string.match(waits, '^(%d+) %d+ %S+ (%S+)(.*)$')
  if word ~= '' then return 'denied' end -- what cannot be read is denied too
  if tonumber(ends) <= now_ms() then return 'late' end
  return nil, waits, key
end

local function deny(keys, args)
  local no, waits = no_word_on(keys[1], args[1])
  if no then return no end
  redis.call('HSET', keys[1], args[1], waits .. ' ' .. args[2])
  return 'denied'
end
redis.register_function{function_name = 'mas_deny', callback = deny, flags = {'allow-oom'}}
