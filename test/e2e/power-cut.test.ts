import { spawn } from 'node:child_process'
import { appendFileSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { sessionId } from '../../lib/session/session.ts'
import { openSqliteStore } from '../../lib/sqlite/store.ts'
import { anAddress } from '../support/people.ts'
import { seeded } from './random.ts'

const LOAD = fileURLToPath(new URL('../support/write-load.ts', import.meta.url))
const CUTS = 25
const LONGEST_MS = 500
const NOISE = Buffer.alloc(10_000, 'noise')

function aFile() {
  const folder = mkdtempSync(join(tmpdir(), 'interlude-cut-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return { folder, path: join(folder, 'interlude.db') }
}

/** Runs the load, and reads what it has acknowledged: the newest `seq` by user. */
function aLoad(path: string, seed: number) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', LOAD, path, String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const acknowledged = new Map<string, number>()
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const [user = '', seq] = line.split(' ')
      acknowledged.set(user, Math.max(acknowledged.get(user) ?? 0, Number(seq)))
    }
  })
  const ended = new Promise(resolve => child.once('exit', resolve))
  return {
    acknowledged,
    isRunning: () => child.exitCode === null,
    signal: (name: NodeJS.Signals) => void child.kill(name),
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Copies the file and its log, as the disk has them at this moment. `hasNoise`: the log ends in a torn write. */
function copyOf(path: string, folder: string, hasNoise: boolean): string {
  mkdirSync(folder)
  const copy = join(folder, 'interlude.db')
  copyFileSync(path, copy)
  if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${copy}-wal`)
  if (hasNoise && existsSync(`${copy}-wal`)) appendFileSync(`${copy}-wal`, NOISE)
  return copy
}

/** Asserts that the copy is sound, has every acknowledged entry, and no gap in a log. */
async function expectWhole(copy: string, acknowledged: ReadonlyMap<string, number>): Promise<void> {
  const db = new DatabaseSync(copy)
  expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  db.close()
  const store = openSqliteStore({ path: copy })
  for (const [userId, seq] of acknowledged) {
    const id = sessionId(anAddress({ userId }))
    const revision = (await store.load(id))?.session.revision ?? 0
    expect(revision, userId).toBeGreaterThanOrEqual(seq)
    const log = await store.entries(id, { after: 0, limit: 10_000 })
    expect(log.map(entry => entry.seq)).toEqual(Array.from({ length: revision }, (_, index) => index + 1))
  }
  const { items } = await store.list({ botId: 'shop', status: 'all', limit: 1_000 })
  expect(items.length).toBeGreaterThanOrEqual(acknowledged.size)
  expect(await store.count({ botId: 'shop', status: 'all', most: 1_000 })).toBe(items.length)
  store.close()
}

it(`loses nothing acknowledged if the power is cut at ${CUTS} random moments of a write load`, {
  timeout: 300_000,
}, async () => {
  const { folder, path } = aFile()
  const random = seeded(51)
  const load = aLoad(path, 1)
  onTestFinished(() => load.kill())
  while (load.acknowledged.size === 0) await sleep(20)
  for (let cut = 0; cut < CUTS; cut++) {
    await sleep(random() * LONGEST_MS)
    const acknowledged = new Map(load.acknowledged)
    load.signal('SIGSTOP')
    const copy = copyOf(path, join(folder, `cut-${cut}`), cut % 2 === 1)
    load.signal('SIGCONT')

    await expectWhole(copy, acknowledged)

    rmSync(join(folder, `cut-${cut}`), { recursive: true })
    expect(load.isRunning()).toBe(true)
  }
})

it('loses nothing acknowledged if its process is killed 10 times under a write load', {
  timeout: 300_000,
}, async () => {
  const { path } = aFile()
  const random = seeded(52)
  const acknowledged = new Map<string, number>()
  for (let kill = 0; kill < 10; kill++) {
    const load = aLoad(path, kill)
    while (load.acknowledged.size === 0) await sleep(20)
    await sleep(random() * 1_000)
    expect(load.isRunning()).toBe(true)
    await load.kill()
    for (const [user, seq] of load.acknowledged) acknowledged.set(user, seq)

    await expectWhole(path, acknowledged)
  }
})
