import { expect, it } from 'vitest'
import { throwing, undocumented } from './left-out.ts'

const load = async (source: string): Promise<Record<string, new () => unknown>> =>
  await import(`data:text/javascript,${encodeURIComponent(throwing(source))}`)

it('throwing keeps the names of the exports, and each one throws when it is called or constructed', async () => {
  const module = await load(`
import { other } from './other.js'
export const one = () => other
export function two() {}
export async function three() {}
export class Four {}
export { five, six as seven } from './more.js'
const hidden = 1
`)

  expect(new Set(Object.keys(module))).toEqual(new Set(['Four', 'five', 'one', 'seven', 'three', 'two']))
  for (const each of Object.values(module)) {
    expect(() => (each as unknown as () => void)()).toThrow('the bundle leaves this out')
    expect(() => new each()).toThrow('the bundle leaves this out')
  }
})

it.each([
  ["{ summary: 'A user\\'s words.', path: '/x' }", "{ summary: '', path: '/x' }"],
  ['{ summary:\n      "It\'s here: a, b.",\n who: [] }', "{ summary:\n      '',\n who: [] }"],
  ['z.string().meta({ description: `At most 3.` })', 'z.string()'],
  [
    "z.object({ a })\n  .meta({\n    id: 'A',\n    description: 'An {a}.',\n  })\nexport",
    'z.object({ a })\n  \n\n\n\nexport',
  ],
  ['{ errors: [notOwn, ...control],\n who }', '{ errors: [],\n who }'],
  ['{ errors: inbound,\n who }', '{ errors: [],\n who }'],
  ['{ errors: z.array(Field),\n who }', '{ errors: z.array(Field),\n who }'],
  [
    "{ answer: { schema: page(One).extend({ at: z.literal('}, (') }), status: 201 },\n who }",
    '{ answer: { schema: undefined, status: 201 },\n who }',
  ],
  ['{ answer: {\n  schema: z.object({\n a,\n }),\n},\n who }', '{ answer: {\n  schema: undefined\n\n,\n},\n who }'],
  ['{ answer: { schema } }', '{ answer: { schema } }'],
  ['export const A = z.string()\n', 'export const A = /* @__PURE__ */ (() => (z.string()))()\n'],
  [
    'const B = z\n  .object({\n    a,\n\n    b,\n  })\n  .min(1)\n\n/** Of B. */\nexport type B = 1',
    'const B = /* @__PURE__ */ (() => (z\n  .object({\n    a,\n\n    b,\n  })\n  .min(1)\n))()\n/** Of B. */\nexport type B = 1',
  ],
  [
    'const parts = { a: z.string(), ...more } as const',
    'const parts = /* @__PURE__ */ (() => ({ a: z.string(), ...more } as const))()',
  ],
  ['const zero = zeroOf(1)\nexport const LIMIT = 5', 'const zero = zeroOf(1)\nexport const LIMIT = 5'],
  ['{ description: readText(), summary: [] }', '{ description: readText(), summary: [] }'],
])('undocumented leaves out the texts for readers, and lets unused schemas go: %s', (source, expected) => {
  expect(undocumented(source)).toBe(expected)
})
