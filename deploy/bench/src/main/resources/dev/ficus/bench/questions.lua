-- Questions like those of Questions.java. Arguments: the path without the SKU's number, the first number, how many
-- numbers, the largest quantity, destinations.

local path, first, last, largest
local destinations = {}

function init(arguments)
  math.randomseed(1)
  path = "GET " .. arguments[1]
  first = tonumber(arguments[2])
  last = first + tonumber(arguments[3]) - 1
  largest = tonumber(arguments[4])
  for i = 5, #arguments do
    destinations[#destinations + 1] = "&to=" .. arguments[i] .. " HTTP/1.1\r\nHost: localhost\r\n\r\n"
  end
end

function request()
  return path .. math.random(first, last) .. "?qty=" .. math.random(largest) .. destinations[math.random(#destinations)]
end

function done(summary)
  local errors = summary.errors
  io.write(string.format(
    "measured: %d answers in %d us, %d errors: status %d, connect %d, read %d, write %d, timeout %d\n",
    summary.requests, summary.duration, errors.status + errors.connect + errors.read + errors.write + errors.timeout,
    errors.status, errors.connect, errors.read, errors.write, errors.timeout))
end
