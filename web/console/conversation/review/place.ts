/** The reply of the supervised bot whose place an answer takes. */
export interface Place {
  /** The first entry of the reply. */
  readonly first: number
  /** Whether the answer is the reply, changed by the agent. */
  readonly isEdit: boolean
}

/**
 * The reply that an answer is meant for, after the agent changed its text: the one that it began with. A later reply
 * is none of its concern. `waiting`: the replies that wait, oldest first.
 */
export function placeOf(text: string, place: Place | undefined, waiting: readonly number[]): Place | undefined {
  const isKept = place !== undefined && (text !== '' || (place.isEdit && waiting.includes(place.first)))
  return isKept ? place : longestWaiting(waiting)
}

/** The reply whose place an answer takes that names none. */
export function longestWaiting([first]: readonly number[]): Place | undefined {
  return first === undefined ? undefined : { first, isEdit: false }
}
