import { expect, it } from 'vitest'
import { queues } from './one-by-one.ts'

const given = () => {
  const oneByOne = queues()
  const began: string[] = []
  const change = (name: string, conversation = 'ses_1') => {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    const done = oneByOne(conversation, () => {
      began.push(name)
      return promise
    })
    return { done, end: () => resolve(name), fail: () => reject(new Error(name)) }
  }
  return { oneByOne, began, change }
}

it('changes of one conversation run one after another, in the order of their calls', async () => {
  const { began, change } = given()
  const [first, second, third] = [change('first'), change('second'), change('third')]
  expect(began).toEqual(['first'])

  first.end()
  expect(await first.done).toBe('first')
  await Promise.resolve()
  expect(began).toEqual(['first', 'second'])

  second.end()
  third.end()
  expect(await Promise.all([second.done, third.done])).toEqual(['second', 'third'])
})

it('changes of different conversations run at once', () => {
  const { began, change } = given()
  change('here', 'ses_1')
  change('there', 'ses_2')

  expect(began).toEqual(['here', 'there'])
})

it('a change that fails stops no later one', async () => {
  const { change } = given()
  const [first, second] = [change('first'), change('second')]
  first.fail()
  second.end()

  await expect(first.done).rejects.toThrow('first')
  expect(await second.done).toBe('second')
})

it('nothing is kept of conversations without changes under way', async () => {
  const { oneByOne, change } = given()
  const changes = [change('1', 'ses_1'), change('2', 'ses_1'), change('3', 'ses_2')]
  expect(oneByOne.size()).toBe(2)
  for (const { end } of changes) end()
  await Promise.all(changes.map(({ done }) => done))

  expect(oneByOne.size()).toBe(0)
})
