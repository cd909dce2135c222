-- For wrk: posts bodies that all differ, each with its own signature, without computing anything while measuring.
-- Arguments: a file with the body before the number, one with what comes after it, one with the signatures (64 hex each).
-- Number i is written with 12 digits and has the i-th signature.
local prefix, suffix, signatures, count
local next_number = 0

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("*a")
  file:close()
  return text
end

function init(arguments)
  prefix, suffix, signatures = read(arguments[1]), read(arguments[2]), read(arguments[3])
  count = #signatures / 64
  local length = #prefix + 12 + #suffix
  head = "POST /webhooks/whatsapp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
    .. length .. "\r\nX-Hub-Signature-256: sha256="
end

function request()
  local number = next_number % count
  next_number = next_number + 1
  return head .. signatures:sub(number * 64 + 1, number * 64 + 64) .. "\r\n\r\n"
    .. prefix .. string.format("%012d", number) .. suffix
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"microseconds":%d,"refused":%d,"broken":%d,"p50":%d,"p99":%d}\n',
    summary.requests, summary.duration, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
