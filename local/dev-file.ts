import { join } from 'node:path'
import { readIfThere } from './files.ts'
import type { DevFile } from './interlude.ts'

/**
 * Reads the addresses and tokens of the Interlude that runs on this machine, from its data folder. Throws an error that
 * says how to start it if it does not run.
 */
export async function readDevFile(): Promise<DevFile> {
  const data = process.env.INTERLUDE_DATA || '.interlude'
  const text = await readIfThere(join(data, 'dev.json'))
  if (text === undefined) throw new Error(`Interlude is not running (no dev.json in ${data}). Start it: npm start`)
  return JSON.parse(text)
}
