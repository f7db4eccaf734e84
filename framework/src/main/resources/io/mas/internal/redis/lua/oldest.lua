-- mas_oldest: since when the oldest entry of each inbox waits.
-- KEYS the inboxes
-- Returns an id for each, '' where nothing waits or the key is spoiled.
local function oldest(keys)
  local ids = {}
  for i = 1, #keys do
    local first = redis.pcall('XRANGE', keys[i], '-', '+', 'COUNT', 1)
    ids[i] = not failed(first) and #first > 0 and first[1][1] or ''
  end
  return ids
end
redis.register_function{function_name = 'mas_oldest', callback = oldest, flags = {'no-writes'}}
