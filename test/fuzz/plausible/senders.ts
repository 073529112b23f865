/** The parties whose software Interlude does not control. */
export const SENDERS = ['message', 'addressed', 'answer', 'posted', 'pause', 'hitlPause', 'say'] as const
export type Sender = (typeof SENDERS)[number]

export type Json = Readonly<Record<string, unknown>>
type Random = () => number

/** A body that is valid in every field. `mark` names the case; each of its words begins with it. */
export function validBody(sender: Sender, mark: string, random: Random): Json {
  switch (sender) {
    case 'message':
      return message(mark, random)
    case 'addressed':
      return { channel: 'api', userId: `user-${mark}`, threadId: 'thread-1', ...message(mark, random) }
    case 'answer':
      return answer(mark, random)
    case 'posted':
      return { id: `posted-${mark}`, ...answer(mark, random) }
    case 'pause':
      return { id: `pause-${mark}`, trigger: 'support', reason: `${mark}reason asks for a refund`, priority: 'high' }
    case 'hitlPause':
      return { trigger: 'support' }
    case 'say':
      return { id: `say-${mark}`, ...content(mark, random) }
    default:
      return sender satisfies never
  }
}

function message(mark: string, random: Random): Json {
  return {
    id: `message-${mark}`,
    ...content(mark, random),
    user: {
      fullName: 'Bo Lí',
      avatarUrl: 'https://example.test/bo.png',
      language: 'de-DE',
      attributes: { plan: 'gold', visits: 3 },
    },
    at: '2026-01-05T09:00:00.000Z',
  }
}

/** A text, a picture with text, or a postback without text. */
function content(mark: string, random: Random): Json {
  const kind = Math.floor(random() * 3)
  if (kind === 0) return { type: 'text', text: `${mark}text my parcel is late` }
  if (kind === 1)
    return { type: 'image', text: `${mark}text look`, payload: { url: `https://example.test/${mark}payload` } }
  return { type: 'postback', payload: { button: `${mark}payload` } }
}

function answer(mark: string, random: Random): Json {
  const replies = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, index) => content(`${mark}${index}`, random))
  const handsOver = random() < 0.3
  return { replies, ...(handsOver && { handoff: { reason: `${mark}handoff needs a person`, priority: 'high' } }) }
}
