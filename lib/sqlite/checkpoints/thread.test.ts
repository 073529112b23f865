import { mkdtempSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, onTestFinished, vi } from 'vitest'
import { openFile } from '../schema.ts'
import { checkpointsInThread } from './thread.ts'

const BATCHES = 150
const LARGE = 'x'.repeat(100_000)

/** A file, its log, and a connection that writes batches without automatic checkpoints. */
function given() {
  const folder = mkdtempSync(join(tmpdir(), 'interlude-checkpoints-'))
  const path = join(folder, 'interlude.db')
  const db = openFile(path)
  onTestFinished(() => {
    if (db.isOpen) db.close()
    rmSync(folder, { recursive: true })
  })
  db.exec('PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = OFF')
  const insert = db.prepare("INSERT INTO bot (id, version, json) VALUES (?, 1, ?) ON CONFLICT DO UPDATE SET json = 'y'")
  let written = 0
  return {
    path,
    db,
    write: () => void insert.run(`bot-${written++}`, LARGE),
    sizeOfLog: () => statSync(`${path}-wal`).size,
    sizeOfFile: () => statSync(path).size,
  }
}

const soon = (assertion: () => void) => vi.waitFor(assertion, { timeout: 20_000, interval: 20 })

it('copies the log into the file while there are commits', async () => {
  const { path, write, sizeOfFile } = given()
  const checkpoints = checkpointsInThread(path, { everyMs: 10, idleMs: 600_000 })

  for (let batch = 0; batch < BATCHES; batch++) {
    write()
    checkpoints.committed()
  }

  await soon(() => expect(sizeOfFile()).toBeGreaterThan(BATCHES * LARGE.length))
  checkpoints.close()
})

it('lets the writer use a full log again from its start, so that the log stays small', async () => {
  const { path, db, write, sizeOfLog, sizeOfFile } = given()
  db.exec('PRAGMA wal_autocheckpoint = 500')
  const checkpoints = checkpointsInThread(path, { everyMs: 5, idleMs: 600_000 })

  for (let batch = 0; batch < 4 * BATCHES; batch++) {
    write()
    checkpoints.committed()
    if (batch % 10 === 0) await sleep(5)
  }

  await soon(() => expect(sizeOfFile()).toBeGreaterThan(3 * BATCHES * LARGE.length))
  expect(sizeOfLog()).toBeLessThan(2 * BATCHES * LARGE.length)
  checkpoints.close()
})

it('empties the log after an idle time, and copies again after the next commits', async () => {
  const { path, write, sizeOfLog } = given()
  const checkpoints = checkpointsInThread(path, { everyMs: 10, idleMs: 50 })
  for (let round = 0; round < 2; round++) {
    for (let batch = 0; batch < BATCHES; batch++) {
      write()
      checkpoints.committed()
    }

    await soon(() => expect(sizeOfLog()).toBe(0))
  }
  checkpoints.close()
})

it('starts later if the file cannot be opened', async () => {
  const { path, write, sizeOfFile } = given()
  const checkpoints = checkpointsInThread(path, { everyMs: 10, idleMs: 600_000 })
  const commits = () => {
    for (let batch = 0; batch < BATCHES; batch++) {
      write()
      checkpoints.committed()
    }
  }

  renameSync(path, `${path}.away`)
  commits()
  renameSync(`${path}.away`, path)
  commits()
  await sleep(100)
  commits()

  await soon(() => expect(sizeOfFile()).toBeGreaterThan(2 * BATCHES * LARGE.length))
  checkpoints.close()
})

it('closes without having started, and at once while it is idle', () => {
  const { path, write } = given()
  checkpointsInThread(path).close()
  const checkpoints = checkpointsInThread(path)
  for (let batch = 0; batch < BATCHES; batch++) {
    write()
    checkpoints.committed()
  }

  checkpoints.close()
})
