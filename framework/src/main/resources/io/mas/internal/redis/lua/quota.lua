-- mas_quota: hands out to one gateway what limits that several share still have, and takes back what it has not
-- used. A level is kept as what is missing of each rate, as of a time; a level that is not there is full.
-- KEYS 1 mas.quotas:{s}
-- ARGV for each limit: name, how many are wanted (below 0: given back), number of rates, then for each of these
--      how many at once, how many in its span, the span in ms
-- Returns for each limit how many are granted, at most as many as are there, and when there is one more, in ms
-- since 1970, or 0 if there is one.
local function quota(keys, args)
  local levels, now, next_arg = keys[1], now_ms(), reader(args, 1)
  local answer, longest = {}, 0
  local name = next_arg()
  while name do
    local wanted, rates = tonumber(next_arg()), {}
    local held = redis.call('HGET', levels, name) or ''
    -- a clock that was set back gives nothing twice
    local since = math.min(now, tonumber(string.match(held, '^(%d+)') or now))
    local kept = {}
    for span, missing in string.gmatch(held, ' (%d+):([%d.]+)') do kept[span] = tonumber(missing) end
    local granted = wanted
    for i = 1, tonumber(next_arg()) do
      local most, count, span = tonumber(next_arg()), tonumber(next_arg()), next_arg()
      local missing = (kept[span] or 0) - (now - since) * count / tonumber(span)
      missing = math.max(0, math.min(most, missing))
      rates[i] = {most = most, pace = count / tonumber(span), span = span, missing = missing}
      if wanted > 0 then granted = math.min(granted, math.floor(most - missing + 1e-6)) end
    end
    local text, more = string.format('%d', now), 0
    for _, rate in ipairs(rates) do
      local missing = math.max(0, rate.missing + granted)
      text = text .. string.format(' %s:%.6f', rate.span, missing)
      local lacking = 1 - (rate.most - missing) - 1e-6
      if lacking > 0 then more = math.max(more, now + math.ceil(lacking / rate.pace)) end
      longest = math.max(longest, math.ceil(rate.most / rate.pace))
    end
    redis.call('HSET', levels, name, text)
    answer[#answer + 1] = math.max(0, granted)
    answer[#answer + 1] = more
    name = next_arg()
  end
  -- by then all that is kept here would be full
  if redis.call('PTTL', levels) < longest then redis.call('PEXPIRE', levels, longest + 1000) end
  return answer
end
redis.register_function{function_name = 'mas_quota', callback = quota, flags = {'allow-oom'}}
