import { expect, it } from 'vitest'
import { throwing, withoutSummaries } from './left-out.ts'

const load = async (source: string): Promise<Record<string, new () => unknown>> =>
  await import(`data:text/javascript,${encodeURIComponent(throwing(source))}`)

it('keeps the names of what is left out, and says where it went once it is called', async () => {
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
    expect(() => (each as unknown as () => void)()).toThrow('left out of the bundle')
    expect(() => new each()).toThrow('left out of the bundle')
  }
})

it('empties the summaries of routes, and moves no line', () => {
  const source = `
    summary: 'Takes a conversation.',
    errors: ['a'],
    summary:
      "The newest of a bot's episodes.",
    path: 'x',
`
  expect(withoutSummaries(source)).toBe(`
    summary: '',
    errors: ['a'],
    summary:
      '',
    path: 'x',
`)
})
