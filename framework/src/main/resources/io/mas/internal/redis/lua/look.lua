-- mas_look: tells instances to look at once at what they look at from time to time: the operator's wish, and
-- entries that others have let go of.
-- KEYS the streams of the instances
-- Returns how many were told.
local function look(keys)
  local told = 0
  for i = 1, #keys do
    if tell_to_look(keys[i]) then told = told + 1 end
  end
  return told
end
redis.register_function{function_name = 'mas_look', callback = look, flags = {'allow-oom'}}
