// The network of a function in a test: every host name has a public address, and its port 443 leads to `outside.ts`.
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

/** An address that the guard of the functions permits. Nothing is sent to it. */
const PUBLIC = '93.184.215.14'

export function leadOutsideTo(port) {
  dns.lookup = (_name, options, callback) =>
    callback(null, ...(options.all ? [[{ address: PUBLIC, family: 4 }]] : [PUBLIC, 4]))
  const connect = net.Socket.prototype.connect
  net.Socket.prototype.connect = function (...args) {
    const [options, ...others] = Array.isArray(args[0]) ? args[0] : net._normalizeArgs(args)
    if (Number(options.port) !== 443 || net.isIP(options.host)) return connect.apply(this, args)
    const look = options.lookup ?? dns.lookup
    // The function's own lookup comes first, since it refuses addresses inside the network.
    const lookup = (name, how, callback) =>
      look(name, how, error =>
        callback(error, ...(how.all ? [[{ address: '127.0.0.1', family: 4 }]] : ['127.0.0.1', 4])),
      )
    return connect.apply(this, [{ ...options, port, lookup }, ...others])
  }
  syncBuiltinESMExports()
}
