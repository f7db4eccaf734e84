-- mas_permit: hands out to one gateway what may pass to a target while its circuit is tried. A trial begins with the
-- first that is handed out, lasts no longer than told, and has no more than so many; after it another may begin.
-- KEYS 1 mas.breakers:{s}
-- ARGV for each target: agent, the opening that is tried, how many are wanted, how many a trial has, how long it lasts
--      in ms
-- Returns for each target how many are granted, and when there may be more, in ms since 1970: at the end of the trial,
-- or of the time that the circuit is open for; or 0 if that opening is over.
local function permit(keys, args)
  local breakers, now, next_arg = keys[1], now_ms(), reader(args, 1)
  local answer = {}
  local agent = next_arg()
  while agent do
    local opening, wanted = next_arg(), tonumber(next_arg())
    local most, length = tonumber(next_arg()), tonumber(next_arg())
    local held = redis.call('HMGET', breakers, agent, agent .. ':trial')
    local current, ends = string.match(held[1] or '', '^o (%d+) (%d+) ')
    local granted, more = 0, 0
    if current == opening then
      more = tonumber(ends)
      if now >= more then
        local of, begun, taken = string.match(held[2] or '', '^(%d+) (%d+) (%d+) ')
        -- a clock that was set back far ends a trial that is yet to begin, a little is none of its concern
        if of ~= opening or math.abs(now - tonumber(begun)) >= length then
          begun, taken = string.format('%d', now), 0
        end
        granted = math.max(0, math.min(wanted, most - tonumber(taken)))
        more = tonumber(begun) + length
        local text = string.format('%s %s %d %d', opening, begun, tonumber(taken) + granted, most)
        redis.call('HSET', breakers, agent .. ':trial', text)
      end
    end
    answer[#answer + 1] = granted
    answer[#answer + 1] = more
    agent = next_arg()
  end
  return answer
end
redis.register_function{function_name = 'mas_permit', callback = permit, flags = {'allow-oom'}}
