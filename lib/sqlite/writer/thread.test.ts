import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openFile } from '../schema.ts'
import type { Write } from '../writes/writes.ts'
import { writeInThread } from './thread.ts'
import type { Backend, BatchResult } from './writer.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interlude-thread-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const unavailable = expect.objectContaining({ code: 'store.unavailable', cause: expect.any(Error) })
const run = (backend: Backend, ...batch: Write[]) => new Promise<BatchResult>(resolve => backend.run(batch, resolve))
const putKey = (keyId: string): Write => ({ name: 'putKey', input: { botId: 'shop', keyId, json: '{}' } })
const deleteKey = (keyId: string): Write => ({ name: 'deleteKey', input: { botId: 'shop', keyId } })

const given = () => {
  const path = join(folder, 'interlude.db')
  openFile(path).close()
  return writeInThread(path)
}

it('answers each batch with the outcomes of its own writes, in order', async () => {
  const backend = given()

  const results = await Promise.all([
    run(backend, putKey('a'), deleteKey('a')),
    run(backend, deleteKey('a'), putKey('b')),
    run(backend, deleteKey('b')),
  ])

  expect(results).toEqual([
    { outcomes: [{ value: undefined }, { value: true }] },
    { outcomes: [{ value: false }, { value: undefined }] },
    { outcomes: [{ value: true }] },
  ])
  backend.close()
})

it('returns the error of a write that fails, and carries out the others', async () => {
  const backend = given()
  const broken = { name: 'putKey', input: { botId: null, keyId: 'a', json: '{}' } } as unknown as Write

  expect(await run(backend, putKey('a'), broken, deleteKey('a'))).toEqual({
    outcomes: [{ value: undefined }, { error: unavailable }, { value: true }],
  })
  backend.close()
})

it('is unavailable while its thread cannot start, and works again once it can', async () => {
  const path = join(folder, 'sub')
  openFile(join(path, 'interlude.db')).close()
  const backend = writeInThread(path)

  expect(await run(backend, putKey('a'))).toEqual({ error: unavailable })

  rmSync(path, { recursive: true })
  openFile(path).close()
  expect(await run(backend, putKey('a'))).toEqual({ outcomes: [{ value: undefined }] })
  backend.close()
})

it('finishes the writes that it was handed before it closes, and refuses later ones', async () => {
  const backend = given()
  const underWay = run(backend, putKey('a'))

  backend.close()

  expect(await underWay).toEqual({ outcomes: [{ value: undefined }] })
  expect(await run(backend, putKey('b'))).toEqual({ error: unavailable })
})
