import { marshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBRecord } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { newSession, type Session } from '../session/session.ts'
import { changesOf } from './changes.ts'
import { encodeSession } from './codec.ts'
import { keys } from './keys.ts'

const START = Date.UTC(2026, 0, 5, 9)
const base = newSession({ botId: 'shop', channel: 'web', userId: 'maria' }, START)
const revised = (revision: number, more: Partial<Session> = {}): Session => ({ ...base, revision, ...more })
const paused = {
  holder: 'human',
  since: START,
  seq: 1,
  by: { type: 'user' },
  trigger: 'user',
  handoff: { status: 'pending', priority: 'normal', since: START, alerts: 0, deadline: START },
} as const

type Image = NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>
const image = (session: Session, more: object = {}) =>
  marshall({ ...keys.state(session.id), v: 1, ...encodeSession(session), ...more }) as Image

function recordOf(before: Session | undefined, now: Session, more: object = {}): DynamoDBRecord {
  return {
    eventName: before ? 'MODIFY' : 'INSERT',
    eventSource: 'aws:dynamodb',
    dynamodb: {
      Keys: marshall(keys.state(now.id)) as Image,
      ...(before && { OldImage: image(before) }),
      NewImage: image(now, more),
      SequenceNumber: '100',
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  }
}

/** A record of another table, with every kind of value. */
const foreign: DynamoDBRecord = {
  eventName: 'INSERT',
  dynamodb: {
    Keys: { val: { S: 'data' }, key: { S: 'binary' } },
    NewImage: {
      b: { B: 'AAEqQQ==' },
      bs: { BS: ['AAEqQQ=='] },
      n: { N: '1e400' },
      ns: { NS: ['x'] },
      z: { NULL: true },
    },
    SequenceNumber: '1',
  },
}

describe('the changes of a stream', () => {
  it('include a new session with its watchers', () => {
    const now = revised(1)

    expect(changesOf([recordOf(undefined, now, { w: ['uwidget-1'] })])).toEqual([
      {
        sequenceNumber: '100',
        change: {
          session: now,
          watchers: [{ connectionId: 'widget-1', as: 'user' }],
          revisionBefore: 0,
          isPausedBefore: false,
        },
      },
    ])
  })

  it('include the revision and the pause before', () => {
    const before = revised(3, { control: paused })

    expect(changesOf([recordOf(before, revised(5))])).toMatchObject([
      { change: { revisionBefore: 3, isPausedBefore: true } },
    ])
  })

  it('omit writes that keep the revision, and removals', () => {
    const removed = {
      eventName: 'REMOVE',
      dynamodb: { Keys: marshall(keys.state(base.id)) as Image, OldImage: image(revised(1)), SequenceNumber: '1' },
    } as const

    expect(
      changesOf([recordOf(revised(2), revised(2, { claimedUpTo: 2 })), recordOf(undefined, base), removed]),
    ).toEqual([])
  })

  it('omit foreign and malformed records, and report those that should have been a session', () => {
    const told: unknown[] = []
    const good = recordOf(undefined, revised(1))
    const withImage = (more: object): DynamoDBRecord => ({
      ...good,
      dynamodb: { ...good.dynamodb, NewImage: { ...image(revised(1)), ...more } as Image },
    })
    const broken = [
      withImage({ r: { S: 'one' } }),
      withImage({ a: { S: '{' } }),
      withImage({ rc: { S: 'x' } }),
      withImage({ t: { N: '1' } }),
      withImage({ p: { N: '7' } }),
    ]
    const entry = { ...good, dynamodb: { ...good.dynamodb, Keys: marshall(keys.entry(base.id, 1)) as Image } }

    const changes = changesOf([{}, foreign, { dynamodb: {} }, entry, ...broken, good], record => told.push(record))

    expect(changes).toHaveLength(1)
    expect(told).toEqual(broken)
  })

  it('omit values that are not records', () => {
    const nothings = [null, undefined, 'text', 7, { dynamodb: null }, { dynamodb: { Keys: 'PK', NewImage: 1 } }]

    expect(changesOf(nothings as unknown as DynamoDBRecord[])).toEqual([])
  })
})
