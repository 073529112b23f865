import { readFile } from 'node:fs/promises'

/** The ends of a connection, as the server's socket has them. */
export interface Ends {
  readonly remotePort?: number | undefined
  readonly localPort?: number | undefined
}

const TABLES = ['/proc/net/tcp', '/proc/net/tcp6']
const ROOT = 0

/**
 * Whether another user of this machine opened a connection to it. Reads Linux's socket tables; returns false on other
 * systems and if the tables cannot be read. Root does not count as another user, since it can read this process's files
 * anyway. A proxy with its own user does.
 */
export async function isOfAnotherUser(ends: Ends, uid: number | undefined = process.getuid?.()): Promise<boolean> {
  if (uid === undefined) return false
  const texts = await Promise.all(TABLES.map(table => readFile(table, 'latin1').catch(() => '')))
  return ownersOf(texts.join('\n'), ends).some(owner => owner !== uid && owner !== ROOT)
}

/** Finds the users of the sockets at the other end of a connection in the kernel's table of TCP sockets. */
export function ownersOf(table: string, { remotePort, localPort }: Ends): readonly number[] {
  if (remotePort === undefined || localPort === undefined) return []
  return table.split('\n').flatMap(line => {
    const [, local, remote, , , , , owner] = line.trim().split(/\s+/)
    return portOf(local) === remotePort && portOf(remote) === localPort ? [Number(owner)] : []
  })
}

/** Reads the port from `0100007F:A157`. */
const portOf = (address: string | undefined): number => Number.parseInt(address?.split(':')[1] ?? '', 16)
