import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { hasTest, readAssumptions } from './support/assumptions.ts'

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const assumptions = readAssumptions(readFileSync(at('docs/aws-assumptions.md'), 'utf8'))

const SERVICES = [
  'API Gateway: HTTP API',
  'API Gateway: WebSocket API',
  'Lambda',
  'DynamoDB',
  'DynamoDB Streams and the event source mapping',
  'SNS',
  'EventBridge',
  'Cognito',
  'CloudWatch',
  'IAM and the SDK',
  'CloudFront and S3',
]

describe('docs/aws-assumptions.md', () => {
  it('lists every service in order, and each assumption once', () => {
    expect([...new Set(assumptions.map(({ service }) => service))]).toEqual(SERVICES)
    const lines = assumptions.map(({ service, assumption }) => `${service}: ${assumption}`)
    expect(new Set(lines).size).toBe(lines.length)
  })

  it.each(assumptions)(
    'names an existing file that relies on it, and a source: $assumption',
    ({ reliedOnBy, source }) => {
      expect(existsSync(at(reliedOnBy)), reliedOnBy).toBe(true)
      expect(source).toMatch(/\w{4}/)
    },
  )

  it.each(assumptions.flatMap(({ assumption, test }) => (test ? [{ assumption, ...test }] : [])))(
    'names a test that exists: $assumption',
    ({ file, name }) => {
      expect(existsSync(at(file)), file).toBe(true)
      expect(hasTest(readFileSync(at(file), 'utf8'), name), `${file} has no test "${name}"`).toBe(true)
    },
  )
})

describe('the parser of docs/aws-assumptions.md', () => {
  const line = (...cells: string[]) => `## S\n| assumption | x | y | z |\n|---|---|---|---|\n| ${cells.join(' | ')} |\n`

  it('reads a line with a test and a line without one', () => {
    expect(readAssumptions(line('A', '`a.ts`', 'A page', '`a.test.ts` "does "so""'))).toEqual([
      {
        service: 'S',
        assumption: 'A',
        reliedOnBy: 'a.ts',
        source: 'A page',
        test: { file: 'a.test.ts', name: 'does "so"' },
      },
    ])
    expect(readAssumptions(line('A', '`a.ts`', 'A page', 'source only'))).toEqual([
      { service: 'S', assumption: 'A', reliedOnBy: 'a.ts', source: 'A page' },
    ])
  })

  it.each([
    ['no source', ['A', '`a.ts`', '', 'source only']],
    ['no assumption', ['', '`a.ts`', 'A page', 'source only']],
    ['no file that relies on it', ['A', '', 'A page', 'source only']],
    ['neither a test nor "source only"', ['A', '`a.ts`', 'A page', '']],
    ['a test without a name', ['A', '`a.ts`', 'A page', '`a.test.ts`']],
    ['a missing column', ['A', '`a.ts`', 'source only']],
    ['an extra column', ['A', '`a.ts`', 'A page', 'source only', 'x']],
  ])('refuses a line with %s', (_, cells) => {
    expect(() => readAssumptions(line(...cells))).toThrow()
  })

  it('finds a test by its full name only, not in comments or skipped tests', () => {
    const code =
      "it('holds', () => {})\nit.each([1])(\n  \"is %i's\",\n  () => {})\n// 'spoken of'\nit.skip('left out', f)"
    expect(hasTest(code, 'holds')).toBe(true)
    expect(hasTest(code, "is %i's")).toBe(true)
    for (const wrong of ['hold', 'holds!', 'spoken of', 'left out', '']) expect(hasTest(code, wrong), wrong).toBe(false)
  })
})
