-- mas_sweep: which outboxes hold anything, for an owner that may have missed a ring.
-- KEYS the outboxes
-- Returns the places of those that do.
local function sweep(keys)
  local places = {}
  for i = 1, #keys do
    local length = redis.pcall('XLEN', keys[i])
    if type(length) == 'number' and length > 0 then places[#places + 1] = i end
  end
  return places
end
redis.register_function{function_name = 'mas_sweep', callback = sweep, flags = {'no-writes'}}
