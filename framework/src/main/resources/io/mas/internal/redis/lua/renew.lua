-- mas_renew: makes the entries that a consumer still holds as fresh as new ones, without counting it as a
-- delivery. What another has taken over is left alone.
-- KEYS 1 agent.stream:{s}:ID
-- ARGV 1 instance  then entry ids
-- Returns how many were renewed.
local function renew(keys, args)
  local renewed = 0
  for i = 2, #args do
    local held = redis.pcall('XPENDING', keys[1], GROUP, args[i], args[i], 1, args[1])
    if not failed(held) and #held == 1 then
      redis.call('XCLAIM', keys[1], GROUP, args[1], 0, args[i], 'JUSTID')
      renewed = renewed + 1
    end
  end
  return renewed
end
redis.register_function{function_name = 'mas_renew', callback = renew, flags = {'allow-oom'}}
