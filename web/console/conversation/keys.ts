import type { Keys } from '../actions/keys.ts'

export const TAKE_OVER_KEY: Keys = { key: 't' }
export const HAND_BACK_KEY: Keys = { key: 'h' }
export const PASS_ON_KEY: Keys = { key: 'g' }
export const PUT_BACK_KEY: Keys = { key: 'b' }
export const DECLINE_KEY: Keys = { key: 'd' }
export const SNOOZE_KEY: Keys = { key: 'z' }
