import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { compactErrors } from './error-classes.ts'

const require = createRequire(import.meta.url)

type ErrorClasses = Readonly<Record<string, new (options: object) => Error & Readonly<Record<string, unknown>>>>

/** Loads the module of a client's errors after `rewrite`. */
async function load(client: string, rewrite: (source: string) => string): Promise<ErrorClasses> {
  const path = join(dirname(require.resolve(`@aws-sdk/${client}/package.json`)), 'dist-es/models/errors.js')
  const { outputFiles } = await build({
    stdin: { contents: rewrite(await readFile(path, 'utf8')), resolveDir: dirname(path), loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  })
  const text = outputFiles[0]?.text ?? ''
  return await import(`data:text/javascript,${encodeURIComponent(text)}`)
}

describe.each(['client-dynamodb', 'client-apigatewaymanagementapi', 'client-sns'])(
  'the error classes of %s',
  client => {
    it('keep their names, fields and messages when they are compacted', async () => {
      const [original, compact] = await Promise.all([load(client, source => source), load(client, compactErrors)])
      expect(new Set(Object.keys(compact))).toEqual(new Set(Object.keys(original)))
      const options = {
        message: 'no',
        $metadata: { httpStatusCode: 400 },
        Message: 'No',
        Status: 's',
        Item: { PK: { S: 'x' } },
        CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
        ThrottlingReasons: [],
        throttlingReasons: [],
      }
      for (const [name, Original] of Object.entries(original)) {
        const Compact = compact[name]!
        const [one, two] = [new Original(options), new Compact(options)]
        expect({ ...two, message: two.message }, name).toEqual({ ...one, message: one.message })
        expect(two).toBeInstanceOf(Compact)
        expect(two).toBeInstanceOf(Error)
      }
    })
  },
)

it('compactErrors refuses a module without error classes', () => {
  expect(() => compactErrors('export const x = 1')).toThrow('does not contain error classes')
})
