import { expect, it } from 'vitest'
import { gathered } from './gathered.ts'

/** Makes writes that the test ends. */
function given(most = 3) {
  const under: { readonly name: string; readonly items: readonly string[]; end(error?: Error): void }[] = []
  const ask = gathered<string, string>(
    (name, items) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) => (error ? reject(error) : resolve(items.map(item => `${item} of ${name}`)))
        under.push({ name, items, end })
      }),
    most,
  )
  const asked = () => under.map(({ name, items }) => [name, ...items])
  return { ask, under, asked }
}

it('writes the first item at once, and then the others together, three at most', async () => {
  const { ask, under, asked } = given()
  const all = Promise.all(['a', 'b', 'c', 'd', 'e'].map(item => ask('shop', item)))

  expect(asked()).toEqual([['shop', 'a']])
  under[0]?.end()
  await Promise.resolve()
  await expect.poll(asked).toEqual([
    ['shop', 'a'],
    ['shop', 'b', 'c', 'd'],
  ])
  under[1]?.end()
  await expect.poll(() => asked().length).toBe(3)
  under[2]?.end()

  expect(await all).toEqual(['a', 'b', 'c', 'd', 'e'].map(item => `${item} of shop`))
})

it('does not make one name wait for another', () => {
  const { ask, asked } = given()
  void ask('shop', 'a')
  void ask('bank', 'b')

  expect(asked()).toEqual([
    ['shop', 'a'],
    ['bank', 'b'],
  ])
})

it('rejects only the items whose write failed, and goes on', async () => {
  const { ask, under, asked } = given()
  const first = ask('shop', 'a')
  const second = ask('shop', 'b')
  under[0]?.end(new Error('no'))

  await expect(first).rejects.toThrow('no')
  await expect.poll(() => asked().length).toBe(2)
  under[1]?.end()
  expect(await second).toBe('b of shop')
  const third = ask('shop', 'c')
  under[2]?.end()
  expect(await third).toBe('c of shop')
})
