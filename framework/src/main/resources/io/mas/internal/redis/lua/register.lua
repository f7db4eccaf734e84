-- mas_register: an instance joins, or one that is registered does so anew under the next number, to
-- show another token of its issuer's. Its number must be the agent's last plus one; the same call
-- again is answered as the first was. The signed entry goes through the outbox, so that the gateway
-- learns of the instance before any of its messages.
-- KEYS 1 agent:{s}:ID:instance:IID  2 agent.outbox:{s}:ID  3 agent.seq:{s}:ID  4 agent.stream:{s}:ID:IID
-- ARGV 1 agent  2 instance  3 number  4 lease ms  5 stream ttl ms  6 bell  7 registry channel
--      8 header  9 payload  10 proof  11 the call that the instance makes or will make next
--      then field, value of the record
-- Returns 1; or the text of the agent's last number when that is not number - 1; or '>' when that call has
-- run meanwhile: the entry's sequence number is then too low, and a replay could pass. One that is registered
-- may be too low: what it has sent is in the outbox before the entry, and the gateway keeps the higher number.
local function register(keys, args)
  local record, outbox, seq, stream = keys[1], keys[2], keys[3], keys[4]
  local last = redis.call('HGET', seq, 'n') or '0'
  local registered = redis.call('EXISTS', record) == 1
  if registered then
    local number = redis.pcall('HGET', record, 'number')
    if failed(number) or not tonumber(number) or tonumber(number) >= tonumber(args[3]) then return 1 end
  end
  local call = redis.call('HGET', seq, args[2] .. ':c')
  if not registered and call and tonumber(call) >= tonumber(args[11]) then return '>' end
  if tonumber(last) + 1 ~= tonumber(args[3]) then return last end

  append(seq, outbox, args[6], args[1], args[8], args[9], args[10])
  redis.call('HSET', seq, 'n', args[3])
  redis.call('HSETNX', seq, args[2] .. ':c', '0')
  redis.call('HSET', record, 'number', args[3], 'heartbeat', now_ms())
  for i = 12, #args, 2 do
    redis.call('HSET', record, args[i], args[i + 1])
  end
  redis.call('PEXPIRE', record, args[4])
  redis.pcall('XGROUP', 'CREATE', stream, GROUP, '0', 'MKSTREAM')
  redis.call('PEXPIRE', stream, args[5])
  redis.call('PUBLISH', args[7], args[1])
  return 1
end
redis.register_function('mas_register', register)
