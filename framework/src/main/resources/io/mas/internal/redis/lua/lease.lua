-- mas_lease: takes or renews the lease of a shard. Every term has a fencing number of its own, also when an
-- owner takes again what still bears its name: a late copy of a commit of the term before must not pass. The
-- first is taken from the clock, so that it differs from those that were before Redis lost its data.
-- KEYS 1 mas.lease:{s}
-- ARGV 1 owner  2 ttl ms  3 the fence that the caller holds, 0 for a new term
-- Returns fence, number of the last commit; or 0, ms until the other's lease ends.
local function lease(keys, args)
  local key = keys[1]
  local held = redis.call('HMGET', key, 'owner', 'until', 'fence', 'commit')
  local now = now_ms()
  local ends = tonumber(held[2] or '0')
  if held[1] ~= args[1] and ends > now then return {0, ends - now} end
  local fence = tonumber(held[3]) or now
  if held[1] ~= args[1] or ends <= now or fence ~= tonumber(args[3]) then fence = fence + 1 end
  redis.call('HSET', key, 'owner', args[1], 'until', string.format('%d', now + tonumber(args[2])), 'fence', fence)
  return {fence, tonumber(held[4] or '0')}
end
redis.register_function{function_name = 'mas_lease', callback = lease, flags = {'allow-oom'}}
