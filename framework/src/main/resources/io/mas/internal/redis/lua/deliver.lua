-- mas_deliver: brings committed messages to the targets of one shard, each once: the mark kept for
-- a sender says what its target has already.
-- KEYS 1 dlq:messages:{t}, then marks, inboxes and instance streams that the arguments name by their place
-- ARGV 1 number of items, then each item: what, marks key, stream key, sender, outbox id, known id, n, n arguments
--      what 'D': n = 4, header, payload, seal, reply token ('' for none), to the inbox; or n = 5, and the trial of the
--                target's circuit that it passes for
--           'I': the same, to an instance's stream, if that is there
--           'X': n fields and values of a dead letter, for what could not be appended
--      known id: the last id its owner knows to be delivered to this target, '0-0' for none
-- Returns a letter for each item:
--      'k' done  'm' was there already  'b' the mark is behind what is known: deliver again from what is due
--      'f' cannot be appended  'n' the instance is gone; the mark is raised  's' left out, since the sender's
--      run to this target stopped before it
--      and behind the letters, for each inbox that has something of this call: a space, its place, ':', its length
local function deliver(keys, args)
  local next_arg = reader(args, 2)
  local results, stopped, marks_now = {}, {}, {}
  local inboxes, is_inbox = {}, {}

  local function item()
    local what, marks, place = next_arg(), keys[tonumber(next_arg())], tonumber(next_arg())
    local stream = keys[place]
    local sender, id, known, n = next_arg(), next_arg(), next_arg(), tonumber(next_arg())
    local fields = {}
    for f = 1, n do fields[f] = next_arg() end

    local run = marks .. '\n' .. sender
    if stopped[run] then return 's' end
    local mark = marks_now[run] or redis.call('HGET', marks, sender) or '0-0'
    marks_now[run] = mark
    if compare_ids(mark, known) < 0 then
      stopped[run] = true
      return 'b'
    end
    if what == 'D' and not is_inbox[place] then
      is_inbox[place] = true
      inboxes[#inboxes + 1] = place
    end
    if compare_ids(id, mark) <= 0 then return 'm' end

    local outcome = 'k'
    if what == 'X' then
      redis.call('XADD', keys[1], '*', unpack(fields))
    else
      local entry = {'XADD', stream}
      if what == 'I' then entry[3] = 'NOMKSTREAM' end
      for _, part in ipairs({'*', 'h', fields[1], 'p', fields[2], 'g', fields[3]}) do entry[#entry + 1] = part end
      if fields[4] ~= '' then
        entry[#entry + 1] = 'k'
        entry[#entry + 1] = fields[4]
      end
      if fields[5] then
        entry[#entry + 1] = 'b'
        entry[#entry + 1] = fields[5]
      end
      local added = redis.pcall(unpack(entry))
      if failed(added) then
        stopped[run] = true
        return 'f'
      end
      if not added then outcome = 'n' end
    end
    marks_now[run] = id
    redis.call('HSET', marks, sender, id)
    return outcome
  end

  for i = 1, tonumber(args[1]) do results[i] = item() end
  local answer = {table.concat(results)}
  for _, place in ipairs(inboxes) do
    local length = redis.pcall('XLEN', keys[place])
    if not failed(length) then answer[#answer + 1] = place .. ':' .. length end
  end
  return table.concat(answer, ' ')
end
redis.register_function{function_name = 'mas_deliver', callback = deliver, flags = {'allow-oom'}}
