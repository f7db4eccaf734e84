-- mas_takeover: entries of the inbox that nobody has renewed for a while become this instance's. It is not counted as
-- a delivery: attempts are counted when they begin.
-- KEYS 1 agent.stream:{s}:ID  2 agent.retries:{s}:ID
-- ARGV 1 instance  2 ms without renewal  3 from: '-' or '(' and an id  4 most entries  5 'o' to keep the order: then
--      nothing is taken from behind an entry that another has renewed since. Those of one dead instance do not all
--      lapse at once: what it had read after its last look at what to renew lapses before what is older.
-- Returns where to go on ('-' at the end), then for each entry: id, record of its attempts or '', number of fields, then
--      field, value. An entry without fields has been deleted.
local MAX_BYTES = 1048576

-- The first entry of a range that another has held for less than so long.
local function held_by_others(inbox, instance, idle_ms, from, to)
  while true do
    local page = redis.call('XPENDING', inbox, GROUP, from, to, 512)
    for _, held in ipairs(page) do
      if held[2] ~= instance and held[2] ~= PARKED and held[3] < idle_ms then return held[1] end
    end
    if #page < 512 then return nil end
    from = '(' .. page[#page][1]
  end
end

-- Those that nobody has renewed for so long, but for the parked ones, of which there may be many: one call passes no
-- more than so many. Returns them and where to go on.
local PAGE = 256
local MAX_PASSED = 4096

local function lapsed(inbox, idle_ms, from, most)
  local found, passed = {}, 0
  while true do
    local page = redis.call('XPENDING', inbox, GROUP, 'IDLE', idle_ms, from, '+', PAGE)
    for _, held in ipairs(page) do
      if held[2] ~= PARKED then
        found[#found + 1] = held
        if #found == most then return found, '(' .. held[1] end
      else
        passed = passed + 1
      end
    end
    if #page < PAGE then return found, '-' end
    from = '(' .. page[#page][1]
    if passed >= MAX_PASSED then return found, from end
  end
end

local function takeover(keys, args)
  local inbox, retries, instance, most = keys[1], keys[2], args[1], tonumber(args[4])
  if not most or most < 1 then return redis.error_reply('ERR mas_takeover takes at least one entry') end
  local idle, go_on = lapsed(inbox, args[2], args[3], most)
  local answer = {go_on}
  local bytes = 0
  local barrier = nil
  if args[5] == 'o' and #idle > 0 then
    barrier = held_by_others(inbox, instance, tonumber(args[2]), args[3], idle[#idle][1])
    if barrier then answer[1] = '-' end
  end
  for _, held in ipairs(idle) do
    if barrier and compare_ids(held[1], barrier) >= 0 then break end
    if bytes > MAX_BYTES then break end
    local id = held[1]
    redis.call('XCLAIM', inbox, GROUP, instance, 0, id, 'JUSTID')
    local entry = redis.call('XRANGE', inbox, id, id)[1]
    local fields = entry and entry[2] or {}
    answer[#answer + 1] = id
    answer[#answer + 1] = redis.call('HGET', retries, id) or ''
    -- such an entry is not held any more either (XCLAIM sees to that), so nobody settles it
    if not entry then redis.call('HDEL', retries, id) end
    answer[#answer + 1] = #fields
    for _, part in ipairs(fields) do
      bytes = bytes + #part
      answer[#answer + 1] = part
    end
    answer[1] = bytes > MAX_BYTES and '(' .. id or answer[1]
  end
  return answer
end
redis.register_function{function_name = 'mas_takeover', callback = takeover, flags = {'allow-oom'}}
